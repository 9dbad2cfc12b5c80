package dev.regatta.coordinator.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.protocol.AdapterSpec;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FewShotTest {
  private static final AdapterSpec FIVE_SHOTS =
      AdapterSpecs.generation("Question", "Answer").build();
  private static final List<String> LABELS =
      List.of("yes", "no", "yes", "maybe", "no", "yes", "yes", "no", "maybe", "yes");

  /** Vectors drawn with HELM. */
  @ParameterizedTest
  @CsvSource({"0,q6 q4 q3 q5 q7", "1,q2 q7 q3 q6 q1", "2,q0 q1 q3 q6 q4"})
  void labelsTakeTurns(int trial, String expected) {
    assertThat(sample(LABELS::get, trial)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0,q7 q8 q1 q5 q3", "1,q6 q8 q9 q7 q5", "2,q5 q9 q3 q4 q6"})
  void distinctLabelsAreShuffled(int trial, String expected) {
    assertThat(sample(i -> "label" + i, trial)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0,q6 q9 q0 q2 q4", "1,q2 q1 q4 q0 q3"})
  void unlabelledOnesAreSampled(int trial, String expected) {
    assertThat(sample(i -> null, trial)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0,q0 q1 q2 q3", "1,q4 q5 q6 q7", "2,q8 q9", "3,''"})
  void slicesFollowEachOther(int trial, String expected) {
    AdapterSpec spec =
        AdapterSpecBuilder.from(FIVE_SHOTS).maxTrainInstances(4).sampleTrain(false).build();
    assertThat(inputs(FewShot.sample(train(LABELS::get), spec, trial))).isEqualTo(expected);
  }

  @Property
  void everyShotIsAnotherTrainInstance(
      @ForAll @Size(10) List<@IntRange(min = 0, max = 3) Integer> labels,
      @ForAll @IntRange(min = 0, max = 15) int shots,
      @ForAll @IntRange(min = 0, max = 9) int trial) {
    AdapterSpec spec = AdapterSpecBuilder.from(FIVE_SHOTS).maxTrainInstances(shots).build();
    List<Instance> train = train(i -> labels.get(i) == 0 ? null : "label" + labels.get(i));
    List<Instance> sample = FewShot.sample(train, spec, trial);
    assertThat(new HashSet<>(sample)).hasSize(Math.min(10, shots));
    assertThat(train).containsAll(sample);
  }

  private static String sample(IntFunction<String> label, int trial) {
    return inputs(FewShot.sample(train(label), FIVE_SHOTS, trial));
  }

  private static String inputs(List<Instance> instances) {
    return String.join(" ", instances.stream().map(Instance::input).toList());
  }

  private static List<Instance> train(IntFunction<String> label) {
    return IntStream.range(0, 10)
        .mapToObj(i -> Instance.of("q" + i, references(label.apply(i)), Instance.TRAIN))
        .toList();
  }

  private static List<Reference> references(String label) {
    return label == null ? List.of() : List.of(new Reference(label, List.of(Reference.CORRECT)));
  }
}
