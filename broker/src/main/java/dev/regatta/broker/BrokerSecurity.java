package dev.regatta.broker;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Makes a broker talk TLS with its clients and ask them for a password (SASL, SCRAM-SHA-512).
 *
 * @param keyStore PKCS12 with the broker's key and certificate
 * @param keyStorePassword of the store and the key
 * @param user the only one that is let in
 */
public record BrokerSecurity(Path keyStore, String keyStorePassword, String user, String password) {
  private static final String MECHANISM = "SCRAM-SHA-512";

  /** Of the listener for clients. */
  Map<String, Object> settings(String listener) {
    String prefix = "listener.name." + listener.toLowerCase(Locale.ROOT) + ".";
    return Map.of(
        prefix + "sasl.enabled.mechanisms",
        MECHANISM,
        prefix + "scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;",
        prefix + "ssl.keystore.type",
        "PKCS12",
        prefix + "ssl.keystore.location",
        keyStore.toString(),
        prefix + "ssl.keystore.password",
        keyStorePassword,
        prefix + "ssl.key.password",
        keyStorePassword);
  }

  /** The user as Kafka's storage tool takes it. */
  String credentials() {
    return MECHANISM + "=[name=" + user + ",password=" + password + "]";
  }

  /** Not the passwords. */
  @Override
  public String toString() {
    return "BrokerSecurity[" + keyStore + ", " + user + "]";
  }
}
