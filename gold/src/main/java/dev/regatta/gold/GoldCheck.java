package dev.regatta.gold;

import java.nio.file.Path;

/**
 * Compares what Regatta computes with gold of one kind. Stateless: the same check may be used for
 * several files.
 */
public interface GoldCheck {

  /** Short name of the kind, in lower case with hyphens. */
  String kind();

  /** What is compared, in a few words. */
  String about();

  /**
   * Whether a file or a directory is gold of this kind, by its name or by what is in it. What lies
   * below a directory of this kind belongs to it.
   */
  boolean recognises(Path path);

  /**
   * Compares every case of the gold. Whatever is wrong with one of them is told to the findings and
   * not thrown; an exception fails the gold as a whole.
   */
  void check(Path gold, Findings findings);
}
