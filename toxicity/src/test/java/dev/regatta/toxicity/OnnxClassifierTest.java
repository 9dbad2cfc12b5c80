package dev.regatta.toxicity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.regatta.aggregator.annotation.Annotation;
import dev.regatta.aggregator.annotation.Annotators;
import dev.regatta.aggregator.annotation.Subject;
import dev.regatta.aggregator.annotation.toxicity.ClassifierConfig;
import dev.regatta.aggregator.annotation.toxicity.ClassifierConfig.Activation;
import dev.regatta.aggregator.annotation.toxicity.TextClassifier;
import dev.regatta.aggregator.annotation.toxicity.TextClassifierProvider;
import dev.regatta.aggregator.annotation.toxicity.ToxicityAnnotator;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxClassifierTest {
  private static final List<String> TEXTS =
      List.of("you are nice", "you are awful awful", "", "quite awful", "you");

  @TempDir private static Path directory;
  private static Path model;

  @BeforeAll
  static void write() throws IOException {
    model = TinyClassifier.write(directory);
  }

  @Test
  void softmaxOfTheLogitsOfEachText() {
    try (TextClassifier classifier = open("toxic", Activation.SOFTMAX, 16)) {
      double[] probabilities = classifier.probabilities(TEXTS);
      for (int i = 0; i < TEXTS.size(); i++) {
        double[] logits = logits(TEXTS.get(i), 16);
        double sum = Math.exp(logits[0]) + Math.exp(logits[1]) + Math.exp(logits[2]);
        assertThat(probabilities[i])
            .as(TEXTS.get(i))
            .isCloseTo(Math.exp(logits[1]) / sum, within(1e-6));
      }
    }
  }

  @Test
  void sigmoidOfOneClass() {
    try (TextClassifier classifier = open("2", Activation.SIGMOID, 16)) {
      double[] probabilities = classifier.probabilities(TEXTS);
      for (int i = 0; i < TEXTS.size(); i++) {
        double expected = 1 / (1 + Math.exp(-logits(TEXTS.get(i), 16)[2]));
        assertThat(probabilities[i]).as(TEXTS.get(i)).isCloseTo(expected, within(1e-6));
      }
    }
  }

  @Test
  void aLongTextIsCut() {
    String text = "nice ".repeat(20) + "awful";
    try (TextClassifier classifier = open("toxic", Activation.NONE, 8)) {
      assertThat(classifier.probabilities(List.of(text))[0])
          .isCloseTo(logits(text, 8)[1], within(1e-6));
    }
  }

  @Test
  void itIsFoundAndAnnotatesInBatches() {
    TextClassifierProvider provider =
        ServiceLoader.load(TextClassifierProvider.class).findFirst().orElseThrow();
    ToxicityAnnotator annotator =
        new ToxicityAnnotator(() -> provider.open(config("toxic", Activation.SIGMOID, 16)), 2);
    annotator.check();
    Map<String, Annotation> found = new HashMap<>();
    List<Subject> subjects =
        TEXTS.stream().map(text -> Subject.of(Annotators.TOXICITY, text)).toList();
    annotator.annotate(subjects, annotation -> found.put(annotation.subject(), annotation));
    for (Subject subject : subjects) {
      double expected = 1 / (1 + Math.exp(-logits(subject.content(), 16)[1]));
      assertThat(found.get(subject.id()).score()).isCloseTo(expected, within(1e-6));
    }
    assertThat(annotator.accepts(annotator.tool())).isTrue();
    assertThat(annotator.tool()).startsWith("onnx model.onnx ");
  }

  @Test
  void anotherReadingIsAnotherClassifier() {
    try (TextClassifier one = open("toxic", Activation.SIGMOID, 16);
        TextClassifier same = open("1", Activation.SIGMOID, 16);
        TextClassifier other = open("1", Activation.SOFTMAX, 16)) {
      assertThat(one.identity()).isEqualTo(same.identity()).isNotEqualTo(other.identity());
    }
  }

  @Test
  void whatIsWrongIsNamed(@TempDir Path empty) throws IOException {
    refused(() -> open("toxid", Activation.NONE, 16), "toxicity.label", "did you mean 'toxic'");
    refused(() -> open("7", Activation.NONE, 16).probabilities(TEXTS), "toxicity.label", "0 to 2");
    Path missing = empty.resolve("none.onnx");
    refused(() -> OnnxClassifier.open(config(missing, directory)), "toxicity.model", "no file");
    Path broken = Files.writeString(empty.resolve("broken.onnx"), "no model");
    refused(() -> OnnxClassifier.open(config(broken, directory)), "toxicity.model", "cannot read");
    refused(() -> OnnxClassifier.open(config(model, empty)), "toxicity.tokenizer", "no file");
  }

  private static void refused(Runnable action, String... said) {
    assertThatThrownBy(action::run)
        .isInstanceOf(RegattaException.class)
        .hasMessageContainingAll(said);
  }

  private static ClassifierConfig config(Path file, Path tokenizer) {
    return new ClassifierConfig(
        file, tokenizer.resolve("tokenizer.json"), "1", Activation.NONE, 16);
  }

  private static ClassifierConfig config(String label, Activation activation, int maxTokens) {
    return new ClassifierConfig(
        model, directory.resolve("tokenizer.json"), label, activation, maxTokens);
  }

  private static TextClassifier open(String label, Activation activation, int maxTokens) {
    return OnnxClassifier.open(config(label, activation, maxTokens));
  }

  /** The sum over the mark and as many words as fit after it. */
  private static double[] logits(String text, int maxTokens) {
    double[] sum = new double[3];
    add(sum, "[CLS]");
    int tokens = 1;
    for (String word : text.split(" ")) {
      if (!word.isEmpty() && tokens++ < maxTokens) {
        add(sum, TinyClassifier.WORDS.containsKey(word) ? word : "[UNK]");
      }
    }
    return sum;
  }

  private static void add(double[] sum, String word) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += TinyClassifier.WORDS.get(word)[i];
    }
  }
}
