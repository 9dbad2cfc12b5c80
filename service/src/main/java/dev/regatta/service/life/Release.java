package dev.regatta.service.life;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Regatta, as {@code --version}, statuses and answers show it. */
public final class Release {
  /** What the build calls it. */
  public static final String VERSION = version();

  private Release() {}

  private static String version() {
    Properties build = new Properties();
    try (InputStream in = Release.class.getResourceAsStream("release.properties")) {
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build.getProperty("version");
  }
}
