package dev.regatta.coordinator.kubernetes;

import dev.regatta.protocol.RegattaException;
import java.util.List;

/** How each engine that is a server is started. It listens to its own pod only. */
final class Engines {
  private static final String LOOPBACK = "127.0.0.1";

  private Engines() {}

  /** The command; empty for the one of the image. */
  static List<String> command(PoolSpec spec, PoolSpec.Engine engine) {
    if (!engine.command().isEmpty()) {
      return engine.command();
    }
    // Of these two the image's own command has changed between versions.
    return switch (spec.runtime()) {
      case "vllm" -> List.of("vllm", "serve", spec.source());
      case "sglang" -> List.of("python3", "-m", "sglang.launch_server");
      default -> List.of();
    };
  }

  /** The arguments; those of the user go before those that are usual. */
  static List<String> arguments(PoolSpec spec, PoolSpec.Engine engine) {
    Flags flags = flags(spec, engine);
    if (spec.runtime().equals("vllm") && !engine.command().isEmpty()) {
      flags.add("--model", spec.source());
    }
    return flags.with(engine.args());
  }

  private static Flags flags(PoolSpec spec, PoolSpec.Engine engine) {
    return switch (spec.runtime()) {
      case "vllm" -> vllm(spec, engine);
      case "sglang" -> sglang(spec, engine);
      case "tgi" -> tgi(spec, engine);
      case "llama-server" -> llamaServer(spec, engine);
      default -> throw RegattaException.internal("No engine " + spec.runtime(), null);
    };
  }

  private static Flags vllm(PoolSpec spec, PoolSpec.Engine engine) {
    Flags flags =
        new Flags()
            .add("--served-model-name", spec.model().name())
            .add("--host", LOOPBACK)
            .add("--port", engine.port())
            .add("--tensor-parallel-size", spec.tensorParallel())
            .add("--max-num-seqs", spec.slots());
    spec.model().revision().ifPresent(revision -> flags.add("--revision", revision));
    return flags;
  }

  private static Flags sglang(PoolSpec spec, PoolSpec.Engine engine) {
    Flags flags =
        new Flags()
            .add("--model-path", spec.source())
            .add("--served-model-name", spec.model().name())
            .add("--host", LOOPBACK)
            .add("--port", engine.port())
            .add("--tp-size", spec.tensorParallel())
            .add("--max-running-requests", spec.slots());
    spec.model().revision().ifPresent(revision -> flags.add("--revision", revision));
    return flags;
  }

  private static Flags tgi(PoolSpec spec, PoolSpec.Engine engine) {
    Flags flags =
        new Flags()
            .add("--model-id", spec.source())
            .add("--hostname", LOOPBACK)
            .add("--port", engine.port())
            .add("--num-shard", spec.tensorParallel())
            // What it has no room for it turns off, and the worker asks for more than the slots.
            .add("--max-concurrent-requests", Math.max(128, 2 * spec.slots()));
    spec.model().revision().ifPresent(revision -> flags.add("--revision", revision));
    return flags;
  }

  private static Flags llamaServer(PoolSpec spec, PoolSpec.Engine engine) {
    boolean path = spec.source().startsWith("/");
    return new Flags()
        .add(path ? "--model" : "--hf-repo", spec.source())
        .add("--alias", spec.model().name())
        .add("--host", LOOPBACK)
        .add("--port", engine.port())
        .add("--parallel", spec.slots());
  }

  /** The name by which the worker asks for the model. */
  static String servedName(PoolSpec spec) {
    return spec.runtime().equals("tgi") ? spec.source() : spec.model().name();
  }
}
