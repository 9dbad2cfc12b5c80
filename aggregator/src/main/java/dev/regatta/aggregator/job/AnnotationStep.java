package dev.regatta.aggregator.job;

import dev.regatta.aggregator.annotation.Annotation;
import dev.regatta.aggregator.annotation.AnnotationTable;
import dev.regatta.aggregator.annotation.Annotations;
import dev.regatta.aggregator.annotation.Annotator;
import dev.regatta.aggregator.annotation.Annotators;
import dev.regatta.aggregator.annotation.PlacedSubject;
import dev.regatta.aggregator.metric.InstanceScorer;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RunSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Has annotators look at the answers that are to be scored, once: what the table of annotations
 * knows is taken from there. Works in the process that starts the scoring, so that only this one
 * needs a sandbox and a classifier.
 */
final class AnnotationStep {
  private final AnnotationTable table;
  private final Annotators annotators;

  /** By run, the annotated metrics that it asks for with their annotators. */
  private final Map<String, Map<String, String>> asked = new TreeMap<>();

  private final Map<String, Annotation> known = new HashMap<>();

  /** By annotator and subject, what it has not looked at yet; in the order of the ids. */
  private final Map<String, TreeMap<String, PlacedSubject>> unknown = new TreeMap<>();

  /** By annotator and run, the subjects. */
  private final Map<String, Map<String, Set<String>>> subjects = new HashMap<>();

  private final List<Absence> absent = new ArrayList<>();

  /**
   * @param imported runs that keep what they came with
   */
  AnnotationStep(Plan plan, Set<String> imported, AnnotationTable table, Annotators annotators) {
    this.table = table;
    this.annotators = annotators;
    for (RunSpec run : plan.runs()) {
      Map<String, String> metrics = new InstanceScorer(run).annotated();
      if (!metrics.isEmpty() && !imported.contains(run.name())) {
        asked.put(run.name(), metrics);
      }
    }
  }

  /** What has no value, and why; after {@link #run}. */
  List<Absence> absent() {
    return absent;
  }

  /**
   * Has everything looked at.
   *
   * @param answers the subjects of some runs
   */
  Annotations run(Function<Set<String>, Iterator<PlacedSubject>> answers) {
    if (asked.isEmpty()) {
      return Annotations.NONE;
    }
    known.putAll(table.read(this::counts));
    answers.apply(asked.keySet()).forEachRemaining(this::take);
    unknown.forEach(
        (name, missing) ->
            annotators.named(name).ifPresent(annotator -> annotate(annotator, missing)));
    Map<String, Set<String>> present = new HashMap<>();
    asked.forEach((run, metrics) -> present.put(run, present(run, metrics)));
    return Annotations.of(known.values(), present);
  }

  /** What an annotator that is switched off has found before counts, whatever its tool. */
  private boolean counts(String name, String tool) {
    Optional<Annotator> annotator = annotators.named(name);
    return annotator.isEmpty() || !annotators.isAgain() && annotator.get().accepts(tool);
  }

  private void take(PlacedSubject placed) {
    String annotator = placed.subject().annotator();
    String id = placed.subject().id();
    subjects
        .computeIfAbsent(annotator, a -> new HashMap<>())
        .computeIfAbsent(placed.run(), run -> new HashSet<>())
        .add(id);
    if (!known.containsKey(id)) {
      unknown.computeIfAbsent(annotator, a -> new TreeMap<>()).putIfAbsent(id, placed);
    }
  }

  private void annotate(Annotator annotator, Map<String, PlacedSubject> missing) {
    try (AnnotationTable.Writer writer = table.writer(annotator)) {
      annotator.annotate(
          missing.values().stream().map(PlacedSubject::subject).toList(),
          annotation -> {
            writer.write(missing.get(annotation.subject()), annotation);
            known.put(annotation.subject(), annotation);
          });
    }
  }

  /** The annotators whose metrics a run can have. */
  private Set<String> present(String run, Map<String, String> metrics) {
    Set<String> present = new TreeSet<>();
    for (String annotator : new TreeSet<>(metrics.values())) {
      Set<String> ids = subjects.getOrDefault(annotator, Map.of()).getOrDefault(run, Set.of());
      Optional<String> reason = reason(annotator, ids);
      boolean on = annotators.named(annotator).isPresent();
      if (!ids.isEmpty() && (on || reason.isEmpty())) {
        present.add(annotator);
      }
      reason.ifPresent(
          why ->
              metrics.forEach(
                  (metric, needed) -> {
                    if (needed.equals(annotator)) {
                      absent.add(new Absence(run, metric, why));
                    }
                  }));
    }
    return present;
  }

  /** Why not all subjects of a run have a value; empty where they have. */
  private Optional<String> reason(String annotator, Set<String> ids) {
    if (ids.isEmpty()) {
      return Optional.of("no answer with what it needs");
    }
    List<Annotation> wrong =
        ids.stream()
            .map(known::get)
            .filter(annotation -> annotation == null || annotation.error())
            .collect(Collectors.toCollection(ArrayList::new));
    if (wrong.isEmpty()) {
      return Optional.empty();
    }
    if (annotators.named(annotator).isEmpty()) {
      return Optional.of(Annotators.off(annotator));
    }
    return Optional.of(
        "%d of %d were not run: %s".formatted(wrong.size(), ids.size(), wrong.get(0).message()));
  }
}
