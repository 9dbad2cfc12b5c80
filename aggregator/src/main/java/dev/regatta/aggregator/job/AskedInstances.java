package dev.regatta.aggregator.job;

import static org.apache.spark.sql.functions.col;

import dev.regatta.aggregator.metric.InstanceScorer;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RunSpec;
import dev.regatta.protocol.table.Tables;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Gives the requests of the runs whose metrics look at instances the instances' columns. */
final class AskedInstances {
  private static final String RUN = "instance_run";
  private static final String ORDINAL = "asked_ordinal";

  /** Counts of tokens, which plans of earlier versions lack. */
  private static final List<String> COUNTS =
      List.of("num_conditioning_tokens", "num_prompt_tokens", "reference_tokens");

  private final List<String> runs;
  private final Dataset<Row> instances;

  AskedInstances(Plan plan, Dataset<Row> instances) {
    this.runs =
        plan.runs().stream()
            .filter(run -> new InstanceScorer(run).readsInstance())
            .map(RunSpec::name)
            .toList();
    this.instances = instances;
  }

  /** The requests with input, references and extra; null where no metric looks at them. */
  Dataset<Row> join(Dataset<Row> planned) {
    Dataset<Row> requests = withCounts(planned);
    if (runs.isEmpty()) {
      return withoutInstance(requests);
    }
    Column looked = col("run").isInCollection(runs);
    Dataset<Row> about =
        instances
            .where(looked)
            .select(
                col("run").as(RUN),
                col("instance_ordinal").as(ORDINAL),
                col("input"),
                col("references"),
                col("extra"));
    Dataset<Row> joined =
        requests
            .where(looked)
            .join(
                about,
                col("run").equalTo(col(RUN)).and(col("instance_ordinal").equalTo(col(ORDINAL))),
                "left_outer")
            .drop(RUN, ORDINAL);
    return joined.unionByName(withoutInstance(requests.where(functions.not(looked))));
  }

  private static Dataset<Row> withCounts(Dataset<Row> requests) {
    List<String> known = List.of(requests.columns());
    Dataset<Row> result = requests;
    for (String count : COUNTS) {
      if (!known.contains(count)) {
        result = result.withColumn(count, functions.lit(null).cast(DataTypes.IntegerType));
      }
    }
    return result;
  }

  private static Dataset<Row> withoutInstance(Dataset<Row> requests) {
    StructType schema = SparkSchemas.of(Tables.INSTANCES);
    Dataset<Row> result = requests;
    for (String column : JoinedColumns.INSTANCE) {
      result = result.withColumn(column, functions.lit(null).cast(schema.apply(column).dataType()));
    }
    return result;
  }
}
