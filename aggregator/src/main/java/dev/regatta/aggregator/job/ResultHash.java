package dev.regatta.aggregator.job;

import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.Tables;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;

/** The hash of a sweep's statistics. */
final class ResultHash {
  private static final Set<String> BY_THE_CLOCK =
      Set.of("inference_runtime", "time_to_first_token", "tokens_per_second", "batch_size");

  private ResultHash() {}

  /** Over the rows of stats, sorted; a line each, columns apart by tabs. */
  static String of(List<Row> stats) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      int metric = Tables.STATS.index("metric");
      stats.stream()
          .filter(row -> !BY_THE_CLOCK.contains(row.getString(metric)))
          .map(ResultHash::line)
          .sorted()
          .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String line(Row row) {
    StringBuilder line = new StringBuilder();
    List<Column> columns = Tables.STATS.columns();
    for (int i = 0; i < columns.size(); i++) {
      line.append(row.get(i)).append(i + 1 < columns.size() ? '\t' : '\n');
    }
    return line.toString();
  }
}
