package dev.regatta.aggregator.annotation;

import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What annotators found in the answers of a sweep. Travels to Spark's tasks. */
public final class Annotations implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Nothing was annotated. */
  public static final Annotations NONE = new Annotations();

  private final HashMap<String, Annotation> bySubject = new HashMap<>();
  private final HashMap<String, HashSet<String>> annotators = new HashMap<>();

  private Annotations() {}

  /**
   * @param runs by run, the annotators that have looked at all of its answers
   */
  public static Annotations of(Iterable<Annotation> all, Map<String, Set<String>> runs) {
    Annotations annotations = new Annotations();
    all.forEach(one -> annotations.bySubject.put(one.subject(), one.brief()));
    runs.forEach((run, names) -> annotations.annotators.put(run, new HashSet<>(names)));
    return annotations;
  }

  /** Whether an annotator has looked at the answers of a run. */
  public boolean has(String run, String annotator) {
    return annotators.getOrDefault(run, new HashSet<>()).contains(annotator);
  }

  /** What was found of a subject; empty where nothing is known of it. */
  public Optional<Annotation> of(Subject subject) {
    return Optional.ofNullable(bySubject.get(subject.id())).filter(one -> !one.error());
  }
}
