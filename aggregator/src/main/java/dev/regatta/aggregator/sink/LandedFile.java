package dev.regatta.aggregator.sink;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.Uuid;

/**
 * Name of a file of completions: where its records start in Kafka. The same start gives the same
 * name, so that a repeated landing replaces the file.
 *
 * @param topic first half of the topic's id in hex; a topic that is made anew, in this cluster or
 *     another, has another id
 */
record LandedFile(String topic, int partition, long firstOffset) {
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{16})-(\\d+)-(\\d+)\\.parquet");

  static String topic(Uuid id) {
    return String.format("%016x", id.getMostSignificantBits());
  }

  static Optional<LandedFile> parse(String path) {
    Matcher name = NAME.matcher(path.substring(path.lastIndexOf('/') + 1));
    return name.matches()
        ? Optional.of(
            new LandedFile(
                name.group(1), Integer.parseInt(name.group(2)), Long.parseLong(name.group(3))))
        : Optional.empty();
  }

  String stem() {
    return String.format(Locale.ROOT, "%s-%04d-%019d", topic, partition, firstOffset);
  }

  String name() {
    return stem() + ".parquet";
  }
}
