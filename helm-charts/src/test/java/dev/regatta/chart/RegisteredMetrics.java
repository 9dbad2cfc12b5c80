package dev.regatta.chart;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Regatta's own metrics, as Prometheus sees them, read from the calls that register them. */
final class RegisteredMetrics {
  /** The kind, the name or its beginning, whether something is added to it, and what follows. */
  private static final Pattern BUILDER =
      Pattern.compile(
          "(\\w+)\\s*\\.builder\\(\\s*\"(regatta\\.[a-z.]+)\"(\\s*\\+ what)?([^;]*?)\\.register\\(",
          Pattern.DOTALL);

  /** How classes with several counters alike name each. */
  private static final Pattern COUNT = Pattern.compile("\\bcount\\((?:metrics, )?\"(\\w+)\"");

  private static final Pattern UNIT = Pattern.compile("\\.baseUnit\\(\"(\\w+)\"\\)");

  private static final Map<String, Meter.Type> TYPES =
      Map.of(
          "Gauge", Meter.Type.GAUGE,
          "MultiGauge", Meter.Type.GAUGE,
          "Counter", Meter.Type.COUNTER,
          "FunctionCounter", Meter.Type.COUNTER,
          "Timer", Meter.Type.TIMER);

  private RegisteredMetrics() {}

  static Set<String> names(Path root) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> modules = Files.list(root)) {
      for (Path module :
          modules.filter(each -> Files.isDirectory(each.resolve("src/main"))).toList()) {
        try (Stream<Path> files = Files.walk(module.resolve("src/main"))) {
          for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
            collect(Files.readString(file), names);
          }
        }
      }
    }
    return names;
  }

  private static void collect(String source, Set<String> names) {
    Matcher builder = BUILDER.matcher(source);
    while (builder.find()) {
      Meter.Type type = TYPES.get(builder.group(1));
      if (type == null) {
        throw new IllegalStateException("no kind of metric: " + builder.group(1));
      }
      Matcher unit = UNIT.matcher(builder.group(4));
      String base = unit.find() ? unit.group(1) : null;
      if (builder.group(3) == null) {
        add(builder.group(2), type, base, names);
      } else {
        COUNT
            .matcher(source)
            .results()
            .forEach(each -> add(builder.group(2) + each.group(1), type, base, names));
      }
    }
  }

  private static void add(String name, Meter.Type type, String unit, Set<String> names) {
    String shown = new PrometheusNamingConvention().name(name, type, unit);
    switch (type) {
      // The endings that the registry adds beyond the convention.
      case COUNTER -> names.add(shown.endsWith("_total") ? shown : shown + "_total");
      case TIMER -> Stream.of("_count", "_sum", "_max").forEach(each -> names.add(shown + each));
      default -> names.add(shown);
    }
  }
}
