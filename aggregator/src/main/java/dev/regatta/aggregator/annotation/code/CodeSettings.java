package dev.regatta.aggregator.annotation.code;

import dev.regatta.aggregator.annotation.Annotator;
import dev.regatta.service.settings.Setting;
import dev.regatta.service.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of the code that models write: {@code code.*}. */
public final class CodeSettings {
  private static final String NONE = "none";
  private static final String BUBBLEWRAP = "bubblewrap";

  private static final Setting<String> SANDBOX =
      Setting.choice(
              "code.sandbox",
              List.of(NONE, BUBBLEWRAP, "docker", "podman"),
              "Where programs run that a model wrote; with none they are not run, and pass,"
                  + " code_eval_acc and the like are absent")
          .withDefault(NONE);

  private static final Setting<Path> PYTHON =
      Setting.path("code.python", "Python inside of bubblewrap")
          .withDefault(Path.of("/usr/bin/python3"));

  private static final Setting<String> IMAGE =
      Setting.text(
              "code.image",
              "Image of docker and podman with python3; must have been pulled already")
          .withDefault("python:3.11-slim");

  private static final Setting<Duration> TIME =
      Setting.duration(
              "code.time-limit",
              Duration.ofMillis(100),
              Duration.ofMinutes(10),
              "Time of a program with its tests; HELM's is the default")
          .withDefault(Limits.DEFAULTS.time());

  private static final Setting<Long> MEMORY =
      Setting.size(
              "code.memory",
              64L << 20,
              1L << 40,
              "Memory of each process of a program; of all together with docker and podman")
          .withDefault(Limits.DEFAULTS.memory());

  private static final Setting<Integer> PROCESSES =
      Setting.integer("code.processes", 1, 4096, "Processes and threads of a program")
          .withDefault(Limits.DEFAULTS.processes());

  private static final Setting<Integer> PARALLELISM =
      Setting.integer("code.parallelism", 1, 256, "Programs that run at once").withDefault(2);

  public static final List<Setting<?>> ALL =
      List.of(SANDBOX, PYTHON, IMAGE, TIME, MEMORY, PROCESSES, PARALLELISM);

  private CodeSettings() {}

  /** What runs programs; empty where no sandbox is switched on. */
  public static Optional<Annotator> annotator(Settings settings) {
    String kind = settings.get(SANDBOX);
    if (kind.equals(NONE)) {
      return Optional.empty();
    }
    Limits limits =
        new Limits(
            settings.get(TIME),
            settings.get(MEMORY),
            settings.get(PROCESSES),
            Limits.DEFAULTS.scratch());
    Sandbox sandbox =
        kind.equals(BUBBLEWRAP)
            ? new Bubblewrap(settings.get(PYTHON), limits)
            : new Container(kind, settings.get(IMAGE), limits);
    return Optional.of(new CodeAnnotator(sandbox, limits, settings.get(PARALLELISM)));
  }
}
