package dev.regatta.aggregator.annotation;

import dev.regatta.aggregator.annotation.code.CodeSettings;
import dev.regatta.aggregator.annotation.toxicity.ToxicitySettings;
import dev.regatta.service.settings.Configuration;
import dev.regatta.service.settings.Setting;
import dev.regatta.service.settings.Settings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The settings of whatever looks at answers before they are scored. */
public final class AnnotatorSettings {
  public static final List<Setting<?>> ALL =
      Stream.concat(CodeSettings.ALL.stream(), ToxicitySettings.ALL.stream()).toList();

  /** For commands and jobs that score and are no services. */
  public static final Configuration CONFIGURATION =
      new Configuration(
          "score",
          "What `regatta run`, `regatta score` and the job of Spark do with answers before they are"
              + " scored. On the command line of the first two: `--scoring KEY=VALUE`.",
          ALL);

  private AnnotatorSettings() {}

  /** The annotators that these settings switch on. */
  public static Annotators annotators(Settings settings) {
    return Annotators.of(
        Stream.of(CodeSettings.annotator(settings), ToxicitySettings.annotator(settings))
            .flatMap(Optional::stream)
            .toArray(Annotator[]::new));
  }
}
