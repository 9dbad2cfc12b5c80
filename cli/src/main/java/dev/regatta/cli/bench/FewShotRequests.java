package dev.regatta.cli.bench;

import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.RequestKind;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Requests whose prompts have examples in front of the question, as evaluations do; a fixed number
 * of tokens is generated for each.
 */
final class FewShotRequests {
  /** The model that they are for. */
  static final String MODEL = "bench";

  private static final int FIRST_SET = 1000;
  private static final String SHOT =
      "Passage: The regatta of the year %d had %d boats at the start, most of them from the harbours"
          + " of the east. The wind came from the south and turned at noon, when the third race"
          + " began.\nQuestion: How many boats were at the start?\nAnswer: %d\n\n";
  private static final String QUESTION =
      "Passage: In the year %d there were %d boats.\nQuestion: How many boats were at the start?\nAnswer:";

  private FewShotRequests() {}

  /**
   * @param shots examples in each prompt
   * @param shared whether all have the same examples; otherwise they differ from the first word on,
   *     at the same length
   */
  static List<Request> of(int count, int tokens, int shots, boolean shared) {
    return IntStream.range(0, count).mapToObj(i -> request(i, tokens, shots, shared)).toList();
  }

  private static Request request(int number, int tokens, int shots, boolean shared) {
    String prompt =
        "Set "
            + (FIRST_SET + (shared ? 0 : number))
            + ".\n\n"
            + IntStream.range(0, shots)
                .mapToObj(i -> SHOT.formatted(1900 + i, 30 + i, 30 + i))
                .collect(Collectors.joining())
            + QUESTION.formatted(1000 + number, 10 + number % 90);
    return new Request(
        String.format("%032x", number),
        "bench",
        MODEL,
        number,
        RequestKind.GENERATE,
        prompt,
        null,
        null,
        Decoding.greedy(tokens, List.of()));
  }
}
