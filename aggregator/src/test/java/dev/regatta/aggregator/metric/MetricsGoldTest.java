package dev.regatta.aggregator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.aggregator.Gold;
import dev.regatta.protocol.RegattaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsGoldTest {

  static Iterable<String> names() {
    return Metrics.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyHelmColumn(String name) {
    SoftAssertions soft = new SoftAssertions();
    for (JsonNode gold : Gold.lines("helm_text_metrics.jsonl")) {
      boolean known =
          gold.has(name)
              && (!name.startsWith("bleu") || gold.get("bleu_punkt_independent").asBoolean());
      if (!known) {
        continue;
      }
      soft.assertThat(
              Metrics.named(name).score(gold.get("gold").asText(), gold.get("pred").asText()))
          .as("%s of %s", name, gold)
          .isCloseTo(gold.get(name).asDouble(), within(1e-9));
    }
    soft.assertAll();
  }

  @Test
  void normalisation() {
    SoftAssertions soft = new SoftAssertions();
    for (JsonNode gold : Gold.lines("helm_text_metrics.jsonl")) {
      soft.assertThat(Normalizer.normalize(gold.get("gold").asText()))
          .isEqualTo(gold.get("norm_gold").asText());
      soft.assertThat(Normalizer.normalize(gold.get("pred").asText()))
          .isEqualTo(gold.get("norm_pred").asText());
      soft.assertThat(Normalizer.normalizeKeepingArticles(gold.get("gold").asText()))
          .isEqualTo(gold.get("norm_gold_keep_articles").asText());
    }
    soft.assertAll();
  }

  @Test
  void mathEquivalence() {
    SoftAssertions soft = new SoftAssertions();
    for (JsonNode gold : Gold.lines("helm_math.jsonl")) {
      String a = gold.get("a").asText();
      String b = gold.get("b").asText();
      String first = gold.get("solution_a").asText();
      String second = gold.get("solution_b").asText();
      soft.assertThat(LatexAnswer.clean(a)).as("%s", gold).isEqualTo(text(gold, "stripped_a"));
      soft.assertThat(LatexAnswer.clean(b)).as("%s", gold).isEqualTo(text(gold, "stripped_b"));
      soft.assertThat(MathMetrics.lastBoxed(first))
          .as("%s", gold)
          .isEqualTo(text(gold, "last_boxed_a"));
      soft.assertThat(MathMetrics.equivalent(a, b))
          .as("%s", gold)
          .isEqualTo(gold.get("is_equiv").asDouble());
      soft.assertThat(MathMetrics.equivalentSolutions(first, second))
          .as("%s", gold)
          .isEqualTo(gold.get("is_equiv_chain_of_thought").asDouble());
    }
    soft.assertAll();
  }

  @Test
  void words() {
    SoftAssertions soft = new SoftAssertions();
    for (JsonNode gold : Gold.lines("nltk_word_tokenize.jsonl")) {
      List<String> expected = new ArrayList<>();
      gold.get("tokens").forEach(token -> expected.add(token.asText()));
      soft.assertThat(WordTokenizer.words(gold.get("text").asText()))
          .as("%s", gold.get("text"))
          .isEqualTo(expected);
    }
    soft.assertAll();
  }

  @Test
  void wordsOfARollingText() {
    for (JsonNode gold : Gold.lines("lmeval_rolling.jsonl")) {
      assertThat(RollingWords.count(gold.get("text").asText()))
          .as("%s", gold)
          .isEqualTo(gold.get("words").asInt());
    }
  }

  @Test
  void passAtK() {
    for (JsonNode gold : Gold.lines("pass_at_k.jsonl")) {
      assertThat(
              PassAtK.estimate(gold.get("n").asInt(), gold.get("c").asInt(), gold.get("k").asInt()))
          .as("%s", gold)
          .isCloseTo(gold.get("pass_at_k").asDouble(), within(1e-9));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bleu", "chrf", "chrf++", "ter"})
  void translation(String name) {
    SoftAssertions soft = new SoftAssertions();
    for (JsonNode gold : Gold.lines("lmeval_corpus_metrics.jsonl")) {
      CorpusMetric metric = Metrics.corpus(MetricSpec.parse(name), MetricResources.none());
      Tally tally = new Tally();
      for (JsonNode item : gold.get("items")) {
        List<String> golds = new ArrayList<>();
        if (item.has("refs")) {
          item.get("refs").forEach(reference -> golds.add(reference.asText()));
        } else {
          golds.add(item.get("ref").asText());
        }
        metric.count(States.of(golds, item.get("pred").asText()), tally);
      }
      soft.assertThat(metric.statistics(tally).get(name))
          .as("%s", gold)
          .isCloseTo(
              gold.get(name).asDouble(), within(1e-9 * Math.max(1, gold.get(name).asDouble())));
    }
    soft.assertAll();
  }

  @Test
  void namesTheNearestMetric() {
    assertThatThrownBy(() -> Metrics.named("quasi_exact_mach"))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("did you mean 'quasi_exact_match'");
    assertThat(Metrics.names()).contains("exact_match");
  }

  private static Optional<String> text(JsonNode gold, String field) {
    JsonNode value = gold.get(field);
    return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
  }
}
