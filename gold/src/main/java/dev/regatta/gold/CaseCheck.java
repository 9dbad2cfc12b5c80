package dev.regatta.gold;

/** Compares one case of a file; one object sees all cases of the file in their order. */
@FunctionalInterface
public interface CaseCheck {

  /** What it throws fails this case alone. */
  void check(GoldCase gold);

  /** Called after the last case, for what only all of them together tell. */
  default void end(Findings findings) {}
}
