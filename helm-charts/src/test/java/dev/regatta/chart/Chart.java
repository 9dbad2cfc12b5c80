package dev.regatta.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The chart, rendered by Helm inside this process against a cluster that has secrets alone. */
final class Chart {
  static final Path ROOT = Path.of("..");
  static final Path DIRECTORY = Path.of("regatta");
  static final String RELEASE = "trial";
  static final String NAMESPACE = "evaluations";

  private static final String HOOK = "helm.sh/hook";
  private static final Path WITHOUT_HOOKS = copy(Path.of("target", "chart"));

  static final SecretsApi SECRETS = SecretsApi.start();

  private Chart() {}

  static Helm helm() {
    return new Helm(DIRECTORY);
  }

  /** The files of values that users start from. */
  static List<Path> examples() {
    try (Stream<Path> files = Files.list(ROOT.resolve("examples/values"))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Renders with the chart's own values but for some.
   *
   * @param yaml values in place of the chart's
   * @throws IllegalStateException with Helm's message where it refuses them
   */
  static Rendered render(String yaml) {
    try {
      Path values = Files.createTempFile("values", ".yaml");
      try {
        Files.writeString(values, yaml);
        return render(values);
      } finally {
        Files.delete(values);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Rendered render(Path... values) {
    TemplateCommand template =
        new Helm(WITHOUT_HOOKS)
            .template()
            .withName(RELEASE)
            .withNamespace(NAMESPACE)
            .withKubeVersion("1.34");
    for (Path file : values) {
      template = template.withValuesFile(file);
    }
    return Rendered.of(template.call());
  }

  private static void delete(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (Stream<Path> files = Files.walk(tree)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /**
   * Helm's library leaves hooks out of what it renders: in the copy they are objects like others.
   */
  private static Path copy(Path target) {
    try (Stream<Path> files = Files.walk(DIRECTORY)) {
      delete(target);
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = target.resolve(DIRECTORY.relativize(file));
        Files.createDirectories(to.getParent());
        Files.writeString(to, Files.readString(file).replace(HOOK, "hook"));
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
