package dev.regatta.cli;

/** What runs when the process is told to end. */
final class ShutdownHooks {
  private ShutdownHooks() {}

  static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is on its way out already: the hook has begun.
    }
  }

  /** Whether the process has been told to end. */
  static boolean ending() {
    Thread none = new Thread(() -> {}, "none");
    try {
      Runtime.getRuntime().addShutdownHook(none);
    } catch (IllegalStateException e) {
      return true;
    }
    remove(none);
    return false;
  }
}
