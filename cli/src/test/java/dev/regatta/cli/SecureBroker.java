package dev.regatta.cli;

import dev.regatta.broker.BrokerSecurity;
import dev.regatta.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A broker with TLS and SCRAM, its certificate made on the spot, and the properties of clients. */
final class SecureBroker implements AutoCloseable {
  static final String PASSWORD = "the-password-of-the-user";
  static final String STORE_PASSWORD = "the-password-of-the-stores";
  private static final String USER = "regatta";

  private final Path trusted;
  private final EmbeddedBroker broker;

  SecureBroker(Path directory) throws IOException, InterruptedException {
    Path keys = directory.resolve("broker.p12");
    Path certificate = directory.resolve("broker.pem");
    trusted = directory.resolve("trusted.p12");
    keytool(
        "-genkeypair",
        "-keyalg",
        "RSA",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=ip:127.0.0.1",
        "-keystore",
        keys.toString());
    keytool("-exportcert", "-rfc", "-file", certificate.toString(), "-keystore", keys.toString());
    keytool(
        "-importcert",
        "-noprompt",
        "-file",
        certificate.toString(),
        "-keystore",
        trusted.toString());
    broker =
        EmbeddedBroker.start(
            directory.resolve("broker"),
            EmbeddedBroker.ANY_PORT,
            new BrokerSecurity(keys, STORE_PASSWORD, USER, PASSWORD));
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", "broker", "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", STORE_PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** What every client needs besides the address. */
  Map<String, String> properties(String password) {
    Map<String, String> properties = new HashMap<>();
    properties.put("security.protocol", "SASL_SSL");
    properties.put("sasl.mechanism", "SCRAM-SHA-512");
    properties.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(USER, password));
    properties.put("ssl.truststore.type", "PKCS12");
    properties.put("ssl.truststore.location", trusted.toString());
    properties.put("ssl.truststore.password", STORE_PASSWORD);
    return properties;
  }

  /** The same in a file, as users keep them. */
  Path file(String name, Map<String, String> properties) throws IOException {
    StringBuilder lines = new StringBuilder();
    properties.forEach((key, value) -> lines.append(key).append('=').append(value).append('\n'));
    return Files.writeString(trusted.resolveSibling(name), lines);
  }

  @Override
  public void close() {
    broker.close();
  }
}
