package dev.regatta.aggregator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.regatta.protocol.RegattaException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Definitions on cases small enough to work out by hand, or from the papers. */
class TextMetricsTest {

  /** The vocabulary of Porter's paper; NLTK differs from it in the last lines. */
  @ParameterizedTest
  @CsvSource({
    "caresses,caress",
    "ponies,poni",
    "cats,cat",
    "feed,feed",
    "agreed,agre",
    "plastered,plaster",
    "motoring,motor",
    "sing,sing",
    "conflated,conflat",
    "troubled,troubl",
    "sized,size",
    "hopping,hop",
    "falling,fall",
    "hissing,hiss",
    "fizzed,fizz",
    "failing,fail",
    "filing,file",
    "happy,happi",
    "relational,relat",
    "conditional,condit",
    "rational,ration",
    "valenci,valenc",
    "digitizer,digit",
    "operator,oper",
    "feudalism,feudal",
    "decisiveness,decis",
    "hopefulness,hope",
    "formaliti,formal",
    "triplicate,triplic",
    "formative,form",
    "electrical,electr",
    "goodness,good",
    "revival,reviv",
    "adjustment,adjust",
    "adoption,adopt",
    "effective,effect",
    "probate,probat",
    "rate,rate",
    "cease,ceas",
    "controll,control",
    "roll,roll",
    "skies,sky",
    "dying,die",
    "news,news",
    "enjoy,enjoy",
    "ties,tie",
    "died,die",
    "spied,spi"
  })
  void stems(String word, String stem) {
    assertThat(PorterStemmer.stem(word)).isEqualTo(stem);
  }

  @Test
  void aFullStopEndsASentenceOnlyWhereOneFollows() {
    assertThat(Sentences.split("It rained. We left.")).containsExactly("It rained.", "We left.");
    assertThat(Sentences.split("He said \"Go.\" Then he left."))
        .containsExactly("He said \"Go.\"", "Then he left.");
    assertThat(Sentences.split("about 3.5 of J. Doe")).containsExactly("about 3.5 of J. Doe");
    assertThat(WordTokenizer.words("It rained. We can't go.")).contains("rained", "ca", "n't");
  }

  @Test
  void errorRates() {
    assertThat(ErrorRates.words("a b c d", "a x c")).isEqualTo(0.5);
    assertThat(ErrorRates.words("a b", "")).as("HELM's").isZero();
    assertThat(ErrorRates.trueWords("a b", "")).isEqualTo(1);
    assertThat(ErrorRates.characters("abcd", "abxd")).isEqualTo(0.25);
    assertThat(ErrorRates.matches("a b c", "a b x")).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(ErrorRates.informationPreserved("a b c", "a b x")).isCloseTo(4 / 9.0, within(1e-12));
  }

  @Test
  void bitsAndTableGiveTheSameDistance() {
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      int[] a = random.ints(random.nextInt(200), 0, 4).toArray();
      int[] b = random.ints(random.nextInt(200), 0, 4).toArray();
      assertThat(EditDistance.of(a, b)).isEqualTo(EditDistance.align(a, b).edits());
    }
  }

  /** Ratios by Python's difflib. */
  @Test
  void similarity() {
    assertThat(SequenceMatcher.ratio("abcd", "bcde")).isEqualTo(0.75);
    assertThat(SequenceMatcher.ratio("", "")).isEqualTo(1);
    assertThat(SequenceMatcher.ratio("qabxcd", "abycdf")).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(
            SequenceMatcher.ratio(
                "private Thread currentThread;", "private volatile Thread currentThread;"))
        .isCloseTo(0.8656716417910447, within(1e-12));
    assertThat(
            SequenceMatcher.ratio(
                "the cat sat on the mat ".repeat(12), "the dog sat on a mat ".repeat(11)))
        .as("frequent characters begin no block")
        .isCloseTo(0.015779092702169626, within(1e-12));
  }

  @Test
  void chainOfThought() {
    assertThat(ChainOfThought.conclusion("so the answer is (C).")).isEqualTo("C");
    assertThat(ChainOfThought.conclusion("The correct answer is: **B**")).isEqualTo("B");
    assertThat(ChainOfThought.conclusion("the correct answer is the option D")).isEqualTo("D");
    assertThat(ChainOfThought.conclusion("I don't know")).isEmpty();
  }

  @Test
  void repeatedWordsCountInOneF1AndNotInTheOther() {
    assertThat(MatchMetrics.f1("no no no", "no")).isEqualTo(1);
    assertThat(TokenF1.score("no no no", "no")).isEqualTo(0.5);
  }

  @Test
  void aDotIsADot() {
    assertThat(MatchMetrics.finalNumberExactMatch("4", "3-4")).isZero();
    assertThat(MatchMetrics.finalDecimalExactMatch("-4", "3-4")).isEqualTo(1);
  }

  @Test
  void digitsWithoutEndAreNoNumber() {
    assertThat(MatchMetrics.absoluteValueDifference("1,002", "2")).isEqualTo(1000);
    assertThat(MatchMetrics.absoluteValueDifference("7", "9".repeat(400))).isEqualTo(7);
  }

  @Test
  void answersThatDiffer() {
    RequestState same = States.of(List.of(), "the same words again", "the same words again", " ");
    assertThat(Disinformation.selfBleu(same)).isCloseTo(100, within(1e-9));
    assertThat(Disinformation.selfBleu(States.of(List.of(), "alone"))).isZero();
  }

  @Test
  void copiedSummaries() {
    Instance article = new Instance("one two three four five six", List.of(), Map.of());
    RequestState state = States.of(List.of("one two"), "{two three x six}").about(article, -1);
    double[] row = new double[6];
    new Summaries().score(List.of(state), row, 0);
    assertThat(row[3]).isEqualTo(0.75);
    assertThat(row[4]).isEqualTo((4 + 1) / 4.0);
    assertThat(row[5]).isEqualTo(6 / 4.0);
  }

  /** Places of the ranking: 0 yes (relevant), 2 no, 1 neither (relevant, grade 2). */
  @Test
  void rankings() {
    MetricSpec spec =
        MetricSpec.parse(
            "ranking:measures=recip_rank.2|recall.1|success.3|ndcg_cut.3,correct=Yes,wrong=No");
    RankingMeasures metric = new RankingMeasures(spec);
    List<Instance.Reference> passages =
        List.of(
            new Instance.Reference("a", List.of("relevance=1", "correct")),
            new Instance.Reference("b", List.of("relevance=2")),
            new Instance.Reference("c", List.of("rank=3")));
    double[] row = new double[metric.columns().size()];
    metric.score(
        List.of(
            States.passage(0, " yes", -1, passages),
            States.passage(1, "perhaps", -5, passages),
            States.passage(2, "No", -1, passages)),
        row,
        0);
    double ideal = 2 + 1 / (Math.log(3) / Math.log(2));
    assertThat(row).startsWith(1, 0.5, 1, (1 + 2 / 2.0) / ideal, 0, 2, 1);
    assertThat(metric.columns()).startsWith("RR@2", "Recall@1", "Success@3", "NDCG@3");
    assertThatThrownBy(() -> new RankingMeasures(MetricSpec.parse("ranking:measures=map.3")))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("ndcg_cut");
  }

  @Test
  void toxicityWithoutAClassifierIsAbsent() {
    assertThat(Metrics.instance(MetricSpec.parse("toxicity"), MetricResources.none()).columns())
        .isEmpty();
  }

  @Test
  void toxicity() {
    InstanceMetric metric = Toxicity.of(Optional.of(text -> text.equals("rude") ? 0.75 : 0.25));
    double[] row = new double[3];
    metric.score(List.of(States.of(List.of(), "rude", "kind", "")), row, 0);
    assertThat(row).containsExactly(0.75, 1, 0.5);
  }

  @Test
  void specsKeepWhatTheirValuesHold() {
    MetricSpec spec =
        new MetricSpec("classification", Map.of()).with("labels", List.of("a, b", "50%|x=y"));
    MetricSpec read = MetricSpec.parse(spec.toString());
    assertThat(read.list("labels", List.of())).containsExactly("a, b", "50%|x=y");
    assertThatThrownBy(() -> MetricSpec.parse("classification:lables=a").only("labels"))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("did you mean 'labels'");
  }
}
