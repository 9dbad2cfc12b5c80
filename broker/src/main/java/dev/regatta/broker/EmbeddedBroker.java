package dev.regatta.broker;

import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.DynamicVoters;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker and controller of one node inside this process, reachable on the loopback address
 * only.
 *
 * <p>Topics and offsets live in its directory and outlive it: a broker started on the same
 * directory goes on with them, on other ports or, for clients that shall find it again, on the
 * same. One directory serves one broker at a time.
 */
public final class EmbeddedBroker implements AutoCloseable {
  /** Largest record batch the broker takes, in bytes; prompts of long contexts fit. */
  public static final int MAX_MESSAGE_BYTES = 16 << 20;

  /** Asks for any free port. */
  public static final int ANY_PORT = 0;

  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /** Starts a broker on any free port. */
  public static EmbeddedBroker start(Path directory) {
    return start(directory, ANY_PORT);
  }

  /**
   * Starts a broker and returns when it takes connections.
   *
   * @param directory its data; created and formatted where it is not yet
   * @param port of its clients; {@link #ANY_PORT} for any free one
   * @throws RegattaException RESOURCE where the directory cannot be used or the port is taken
   */
  public static EmbeddedBroker start(Path directory, int port) {
    return start(directory, port, Optional.empty());
  }

  /**
   * As {@link #start(Path, int)}, for clients with TLS and a password; the user is created with the
   * directory.
   */
  public static EmbeddedBroker start(Path directory, int port, BrokerSecurity security) {
    return start(directory, port, Optional.of(security));
  }

  private static EmbeddedBroker start(Path directory, int port, Optional<BrokerSecurity> security) {
    Path data = directory.toAbsolutePath().normalize();
    Ports ports = Ports.free(port);
    try {
      Files.createDirectories(data);
      if (!Files.exists(data.resolve("meta.properties"))) {
        format(data, ports, security);
      }
    } catch (Exception e) {
      throw RegattaException.resource(
          "Cannot prepare the broker's directory " + data + ": " + e.getMessage(), e);
    }
    KafkaRaftServer server = launch(data, ports, security);
    return new EmbeddedBroker(server, "127.0.0.1:" + ports.broker());
  }

  /** Address for {@code bootstrap.servers} of any client on this machine. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Stops in order, so that the next start on the directory is quick. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static KafkaRaftServer launch(Path data, Ports ports, Optional<BrokerSecurity> security) {
    KafkaRaftServer server = null;
    try {
      Map<String, Object> plain = BrokerSettings.of(data, ports.broker(), ports.controller());
      KafkaConfig config =
          new KafkaConfig(
              security.map(s -> BrokerSettings.secured(plain, s, ports.internal())).orElse(plain),
              false);
      server = new KafkaRaftServer(config, Time.SYSTEM);
      server.startup();
      return server;
    } catch (RuntimeException e) {
      if (server != null) {
        server.shutdown();
      }
      throw RegattaException.resource(
          "The embedded broker does not start on " + data + ": " + e.getMessage(), e);
    }
  }

  private static void format(Path data, Ports ports, Optional<BrokerSecurity> security)
      throws Exception {
    String voter = "1@127.0.0.1:" + ports.controller() + ":" + Uuid.randomUuid();
    new Formatter()
        .setNodeId(1)
        .setClusterId(Uuid.randomUuid().toString())
        .addDirectory(data.toString())
        .setMetadataLogDirectory(data.toString())
        .setControllerListenerName(BrokerSettings.CONTROLLER)
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setHasDynamicQuorum(true)
        .setInitialControllers(DynamicVoters.parse(voter))
        .setScramArguments(security.map(BrokerSecurity::credentials).stream().toList())
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .run();
  }

  /** Different free ports of the loopback address. */
  private record Ports(int broker, int controller, int internal) {
    static Ports free(int wanted) {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      try (ServerSocket first = new ServerSocket(wanted, 1, loopback);
          ServerSocket second = new ServerSocket(ANY_PORT, 1, loopback);
          ServerSocket third = new ServerSocket(ANY_PORT, 1, loopback)) {
        return new Ports(first.getLocalPort(), second.getLocalPort(), third.getLocalPort());
      } catch (IOException e) {
        throw RegattaException.resource(
            wanted == ANY_PORT
                ? "No free port on the loopback address"
                : "Port " + wanted + " of the loopback address is taken",
            e);
      }
    }
  }
}
