package dev.regatta.aggregator.job;

import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;

import dev.regatta.protocol.table.Tables;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Requests whose completions all say that they were given up, with the latest reason. */
final class Quarantine {

  private Quarantine() {}

  static Dataset<Row> of(Dataset<Row> requests, Dataset<Row> completions) {
    Dataset<Row> failures =
        completions
            .groupBy(col("request_id").as("failed_id"))
            .agg(
                bool_or(col("error_category").isNull()).as("answered"),
                max(struct("completed_at", "attempt", "error_category", "error_message", "worker"))
                    .as("last"))
            .where(not(col("answered")))
            .select("failed_id", "last.*");
    Column[] columns =
        Tables.QUARANTINE.columns().stream().map(c -> col(c.name())).toArray(Column[]::new);
    return requests.join(failures, col("request_id").equalTo(col("failed_id"))).select(columns);
  }
}
