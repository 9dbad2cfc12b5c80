package dev.regatta.aggregator.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.protocol.Perturbation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RunAggregateTest {
  private static final Context ORIGINAL = new Context("test", null, null);
  private static final Context LOWERED =
      ORIGINAL.perturbed(
          new Perturbation("lowercase", true, false, Perturbation.PERTURBED, null, null).key());
  private static final RunShape SHAPE =
      new RunShape(
          "run",
          List.of("exact_match", "max_prob", "logprob", "num_perplexity_tokens", "num_bytes"),
          false,
          true,
          true);

  @Property(tries = 50)
  void orderAndPartitionsDoNotMatter(@ForAll long seed) {
    Random random = new Random(seed);
    List<List<Scored>> instances = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      instances.add(instance(i, random));
    }
    List<Statistic> straight = RunStatistics.of(aggregate(instances));
    instances.forEach(instance -> Collections.shuffle(instance, random));
    Collections.shuffle(instances, random);
    RunAggregate merged = aggregate(instances.subList(20, 40));
    merged.add(aggregate(instances.subList(0, 7)));
    merged.add(aggregate(instances.subList(7, 20)));
    assertThat(RunStatistics.of(merged)).isEqualTo(straight);
    assertThat(straight)
        .extracting(Statistic::metric)
        .contains("exact_match", "ece_10_bin", "perplexity", "num_instances");
  }

  private static List<Scored> instance(int ordinal, Random random) {
    List<Scored> copies = new ArrayList<>();
    for (int trial = 0; trial < 2; trial++) {
      copies.add(scored(trial, ORIGINAL, 2L * ordinal, random));
      if (ordinal % 3 > 0) {
        copies.add(scored(trial, LOWERED, 2L * ordinal + 1, random));
      }
    }
    return copies;
  }

  private static Scored scored(int trial, Context context, long ordinal, Random random) {
    double probability = random.nextInt(10) / 10.0 + 0.05;
    double[] row = {random.nextInt(2), probability, Math.log(probability), 3, 11};
    return new Scored(trial, context, ordinal, new double[][] {row});
  }

  private static RunAggregate aggregate(List<List<Scored>> instances) {
    RunAggregate aggregate = new RunAggregate(SHAPE);
    instances.forEach(aggregate::add);
    return aggregate;
  }
}
