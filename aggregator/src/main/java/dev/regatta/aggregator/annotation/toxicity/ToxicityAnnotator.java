package dev.regatta.aggregator.annotation.toxicity;

import dev.regatta.aggregator.annotation.Annotation;
import dev.regatta.aggregator.annotation.Annotator;
import dev.regatta.aggregator.annotation.Annotators;
import dev.regatta.aggregator.annotation.Subject;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Classifies texts, those of about equal length together. */
public final class ToxicityAnnotator implements Annotator {
  private static final Comparator<Subject> BY_LENGTH =
      Comparator.comparingInt((Subject subject) -> subject.content().length())
          .thenComparing(Subject::id);

  private final Supplier<TextClassifier> open;
  private final int batch;
  private TextClassifier classifier;

  /**
   * @param open called once, when the classifier is first needed
   * @param batch texts that it gets at once
   */
  public ToxicityAnnotator(Supplier<TextClassifier> open, int batch) {
    this.open = open;
    this.batch = batch;
  }

  @Override
  public String name() {
    return Annotators.TOXICITY;
  }

  @Override
  public String tool() {
    return classifier().identity();
  }

  @Override
  public boolean accepts(String tool) {
    return tool.equals(tool());
  }

  @Override
  public void check() {
    classifier().probabilities(List.of("Good morning."));
  }

  @Override
  public void annotate(List<Subject> subjects, Consumer<Annotation> sink) {
    List<Subject> sorted = subjects.stream().sorted(BY_LENGTH).toList();
    for (int from = 0; from < sorted.size(); from += batch) {
      List<Subject> some = sorted.subList(from, Math.min(from + batch, sorted.size()));
      long start = System.nanoTime();
      double[] probabilities =
          classifier().probabilities(some.stream().map(Subject::content).toList());
      double seconds = (System.nanoTime() - start) / 1e9 / some.size();
      for (int i = 0; i < some.size(); i++) {
        sink.accept(Annotation.score(some.get(i).id(), probabilities[i], seconds));
      }
    }
  }

  private synchronized TextClassifier classifier() {
    if (classifier == null) {
      classifier = open.get();
    }
    return classifier;
  }
}
