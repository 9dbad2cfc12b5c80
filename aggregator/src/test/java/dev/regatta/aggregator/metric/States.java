package dev.regatta.aggregator.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Request states for tests. */
final class States {

  private States() {}

  /** A generated answer or several, all equally likely. */
  static RequestState of(List<String> golds, String... answers) {
    return of(golds, null, answers);
  }

  /** The same with option labels. */
  static RequestState of(List<String> golds, Map<String, String> options, String... answers) {
    return new RequestState(
        0, -1, null, golds.size(), golds, false, options, 0, false, answer(0, answers));
  }

  /** One passage of a ranking. */
  static RequestState passage(
      int index, String said, double logprob, List<Instance.Reference> all) {
    return new RequestState(
            0,
            index,
            "original",
            all.size(),
            List.of(),
            false,
            null,
            0,
            false,
            answer(logprob, said))
        .about(new Instance("query", all, Map.of()), -1);
  }

  private static Answer answer(double logprob, String... texts) {
    List<Generated> outputs =
        Arrays.stream(texts)
            .map(text -> new Generated(text, logprob, "stop", 1, logprob, text.length()))
            .toList();
    return new Answer(outputs, 1, outputs.size(), 1, Double.NaN);
  }
}
