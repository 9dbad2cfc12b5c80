package dev.regatta.aggregator.metric;

import dev.regatta.gold.GoldCase;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.LinesCheck;
import dev.regatta.gold.Tolerance;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Pairs of answers in LaTeX, their canonical spellings, and whether they are equivalent. */
final class MathGold {
  static final GoldCheck CHECK =
      new LinesCheck(
          "math",
          "HELM's equivalence of answers in LaTeX",
          "helm_math",
          Set.of("a", "b", "is_equiv"),
          file -> MathGold::check);

  private static final Set<String> OTHERS =
      Set.of("id", "category", "a", "b", "solution_a", "solution_b");

  private MathGold() {}

  private static void check(GoldCase gold) {
    for (String field : gold.fields()) {
      switch (field) {
        case "is_equiv" ->
            gold.close(
                field,
                () -> MathMetrics.equivalent(gold.text("a"), gold.text("b")),
                Tolerance.EXACT);
        case "is_equiv_chain_of_thought" ->
            gold.close(
                field,
                () ->
                    MathMetrics.equivalentSolutions(
                        gold.text("solution_a"), gold.text("solution_b")),
                Tolerance.EXACT);
        case "stripped_a", "stripped_b" ->
            optional(gold, field, () -> LatexAnswer.clean(gold.text(last(field))));
        case "last_boxed_a", "last_boxed_b" ->
            optional(
                gold, field, () -> MathMetrics.lastBoxed(gold.text("solution_" + last(field))));
        case "answer_a", "answer_b" ->
            optional(
                gold,
                field,
                () ->
                    MathMetrics.lastBoxed(gold.text("solution_" + last(field)))
                        .flatMap(MathMetrics::unbox));
        default -> {
          if (!OTHERS.contains(field)) {
            gold.unknown(field, "no such part of an answer");
          }
        }
      }
    }
  }

  private static void optional(GoldCase gold, String field, Supplier<Optional<String>> found) {
    gold.equal(field, gold.optionalText(field), found);
  }

  private static String last(String field) {
    return field.substring(field.length() - 1);
  }
}
