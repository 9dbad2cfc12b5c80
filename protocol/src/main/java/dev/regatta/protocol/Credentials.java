package dev.regatta.protocol;

/** Keeps passwords that stand in addresses out of logs and messages. */
public final class Credentials {
  private Credentials() {}

  /**
   * The text with the passwords of the addresses in it hidden: {@code s3a://KEY:SECRET@bucket} is
   * {@code s3a://KEY:***@bucket}. A password may hold slashes, so it ends at the last {@code @}.
   */
  public static String hidden(String text) {
    return text.replaceAll("(://[^/:@\\s]*:)\\S*@", "$1***@");
  }
}
