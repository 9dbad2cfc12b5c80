package dev.regatta.aggregator.annotation;

import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import dev.regatta.store.TableWriter;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiPredicate;

/** The annotations of a sweep in the store. */
public final class AnnotationTable {
  private static final List<String> COLUMNS =
      Tables.ANNOTATIONS.columns().stream().map(Column::name).toList();
  private static final int ROWS_PER_FILE = 1000;

  private final Store store;
  private final Map<String, String> partition;
  private final Clock clock;

  public AnnotationTable(Store store, String sweep, Clock clock) {
    this.store = store;
    this.partition = Map.of("sweep", sweep);
    this.clock = clock;
  }

  /**
   * The latest annotation of each subject, by its id; errors are none.
   *
   * @param counts whether what an annotator found with a tool counts
   */
  public Map<String, Annotation> read(BiPredicate<String, String> counts) {
    Map<String, Annotation> latest = new HashMap<>();
    Map<String, Long> times = new HashMap<>();
    try (TableReader rows = store.read(Tables.ANNOTATIONS, COLUMNS, partition)) {
      for (Object[] row : rows) {
        Annotation annotation = annotation(row);
        long made = (Long) row[13];
        if (!annotation.error()
            && counts.test((String) row[0], (String) row[12])
            && made >= times.getOrDefault(annotation.subject(), Long.MIN_VALUE)) {
          latest.put(annotation.subject(), annotation);
          times.put(annotation.subject(), made);
        }
      }
    }
    return latest;
  }

  /** Writes annotations as they come; what is in place stays when the process dies. */
  public Writer writer(Annotator annotator) {
    return new Writer(annotator);
  }

  private static Annotation annotation(Object[] row) {
    return new Annotation(
        (String) row[1],
        row[6] == null ? null : Outcome.of((String) row[6]),
        row[7] == null ? Double.NaN : (Double) row[7],
        row[8] == null ? 0 : (Integer) row[8],
        row[9] == null ? 0 : (Integer) row[9],
        (String) row[10],
        (Double) row[11]);
  }

  /** Puts rows in place, a file for each thousand. */
  public final class Writer implements AutoCloseable {
    private final Annotator annotator;
    private TableWriter file;

    private Writer(Annotator annotator) {
      this.annotator = annotator;
    }

    public void write(PlacedSubject place, Annotation annotation) {
      if (file == null) {
        String name = annotator.name() + "-" + UUID.randomUUID() + ".parquet";
        file = store.write(Tables.ANNOTATIONS, partition, name);
      }
      boolean program = annotation.outcome() != null;
      file.write(
          annotator.name(),
          annotation.subject(),
          place.run(),
          place.instance(),
          place.request(),
          place.output(),
          program ? annotation.outcome().label() : null,
          program ? null : annotation.score(),
          program ? annotation.tests() : null,
          program ? annotation.testsPassed() : null,
          annotation.message(),
          annotation.seconds(),
          annotator.tool(),
          clock.instant());
      if (file.rows() >= ROWS_PER_FILE) {
        close();
      }
    }

    /** Puts what was written in place. */
    @Override
    public void close() {
      if (file != null) {
        file.commit();
        file = null;
      }
    }
  }
}
