package dev.regatta.chart;

import dev.regatta.cli.cluster.JavaProcess;
import java.nio.file.Path;
import java.util.List;

/** A Kafka broker beside the cluster. */
final class Broker implements AutoCloseable {
  private final JavaProcess process;
  private final String bootstrap;

  private Broker(JavaProcess process, String bootstrap) {
    this.process = process;
    this.bootstrap = bootstrap;
  }

  static Broker start(Regatta regatta, Path data) {
    int port = dev.regatta.cli.cluster.Ports.free();
    JavaProcess process =
        JavaProcess.start(
            regatta.command(List.of("broker", "--data=" + data, "--listener.port=" + port)),
            data.resolveSibling("broker.log"));
    // Its address, when it is ready.
    process.line();
    return new Broker(process, "127.0.0.1:" + port);
  }

  String bootstrap() {
    return bootstrap;
  }

  @Override
  public void close() {
    process.close();
  }
}
