package dev.regatta.aggregator.annotation;

import java.util.List;
import java.util.function.Consumer;

/**
 * Looks at answers once, before they are scored: runs their code, or classifies their text. What it
 * finds is kept, so that scoring again asks it only about what is new.
 */
public interface Annotator {

  /** Its name; subjects and the table of annotations have it. */
  String name();

  /** What it works with, for the record. */
  String tool();

  /** Whether what another tool found counts as its own. */
  boolean accepts(String tool);

  /**
   * Looks at all subjects.
   *
   * @param sink takes one annotation per subject, in any order, from the calling thread
   * @throws dev.regatta.protocol.RegattaException USER where its settings are wrong for this
   *     machine; nothing was handed on then
   */
  void annotate(List<Subject> subjects, Consumer<Annotation> sink);

  /**
   * Tries it.
   *
   * @throws dev.regatta.protocol.RegattaException USER, naming the setting that is wrong
   */
  void check();
}
