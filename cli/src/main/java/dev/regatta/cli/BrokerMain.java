package dev.regatta.cli;

import dev.regatta.broker.EmbeddedBroker;
import dev.regatta.service.Service;
import dev.regatta.service.settings.Configuration;
import dev.regatta.service.settings.Setting;
import java.nio.file.Path;
import java.util.List;

/**
 * The development broker as a process of its own. Started again on the same directory and port,
 * also after a kill, it goes on with everything it had, and clients find it again.
 */
final class BrokerMain implements Service.Body {
  private static final Setting<Path> DATA =
      Setting.path("data", "Directory of its topics and offsets")
          .withDefault(Path.of("regatta-broker"));

  private static final Setting<Integer> PORT =
      Setting.integer("listener.port", 0, 65_535, "Port of its clients; 0 takes any free one")
          .withDefault(9092);

  /** Every setting of {@code regatta broker}. */
  static final Configuration CONFIGURATION =
      Service.configuration(
          "broker",
          "A Kafka broker for development: one node, without replication, reachable from this"
              + " machine only.",
          List.of(DATA, PORT));

  static int run(List<String> arguments) {
    return Service.run(CONFIGURATION, arguments, System.getenv(), new BrokerMain());
  }

  /** Prints the address when the broker takes connections. */
  @Override
  public void start(Service service) {
    service.listen(routes -> {});
    EmbeddedBroker broker =
        service
            .life()
            .own(EmbeddedBroker.start(service.settings().get(DATA), service.settings().get(PORT)));
    System.out.println(broker.bootstrapServers());
  }
}
