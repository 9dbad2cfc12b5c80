package dev.regatta.service.settings;

/** Text that must not be seen: {@code toString} hides it, so that no log or message shows it. */
public final class Secret {
  private final String value;

  public Secret(String value) {
    this.value = value;
  }

  /** The text itself, for whom it was meant. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
