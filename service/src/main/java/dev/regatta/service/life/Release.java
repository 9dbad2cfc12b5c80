package dev.regatta.service.life;

/** The version of Regatta, as statuses and answers show it. */
public final class Release {
  /** From the jar; {@code development} where classes are not in one. */
  public static final String VERSION = version();

  private Release() {}

  private static String version() {
    String version = Release.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
