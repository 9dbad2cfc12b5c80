package dev.regatta.service.settings;

/**
 * A text that was given for a key.
 *
 * @param key as the user wrote it, without dashes
 * @param source where it stood, for messages
 */
record Given(String key, String text, Source source) {

  /**
   * @param secrets true where a secret may stand there itself
   */
  record Source(String name, boolean secrets) {}
}
