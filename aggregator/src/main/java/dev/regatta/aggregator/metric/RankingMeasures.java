package dev.regatta.aggregator.metric;

import dev.regatta.protocol.RegattaException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Measures of a ranking as trec_eval has them. A model says of each passage whether it answers the
 * question: what it affirms comes first, the surest above, then what it denies, the least sure
 * above, then what it says neither of, the least likely text above.
 */
final class RankingMeasures implements InstanceMetric {
  /** Passages whose places are reported where the spec does not say how many are ranked. */
  private static final int MOST_PASSAGES = 64;

  private final List<Measure> measures;
  private final String affirmed;
  private final String denied;
  private final int top;
  private final boolean graded;
  private final List<String> columns = new ArrayList<>();

  RankingMeasures(MetricSpec spec) {
    spec.only("measures", "correct", "wrong", "rank", "graded");
    measures = spec.list("measures", List.of()).stream().map(Measure::parse).toList();
    affirmed = normal(spec.text("correct", "Yes"));
    denied = normal(spec.text("wrong", "No"));
    top = spec.number("rank", 0);
    graded = spec.flag("graded");
    measures.forEach(measure -> columns.add(measure.name()));
    if (top > 0) {
      measures.forEach(measure -> columns.add(measure.name() + " (topk=" + top + ")"));
    }
    for (int i = 0; i < Math.max(MOST_PASSAGES, 2 * top); i++) {
      columns.add("ref" + i + "_rank");
    }
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public boolean readsInstance() {
    return true;
  }

  private record Passage(int index, int grade, int retrieved, int verdict, double sureness) {}

  @Override
  public void score(List<RequestState> states, double[] row, int column) {
    List<Passage> ranking = new ArrayList<>();
    for (RequestState state : states) {
      if (state.referenceIndex() >= state.instance().references().size()) {
        return;
      }
      ranking.add(passage(state));
    }
    ranking.sort(
        Comparator.comparingInt(Passage::verdict)
            .thenComparingDouble(Passage::sureness)
            .reversed()
            .thenComparingInt(Passage::index));
    int at = write(ranking, row, column);
    if (top > 0) {
      Predicate<Passage> within = passage -> passage.retrieved <= top;
      at = write(ranking.stream().filter(within).toList(), row, at);
    }
    for (int place = 0; place < ranking.size(); place++) {
      int index = ranking.get(place).index;
      if (at + index < column + columns.size()) {
        row[at + index] = place;
      }
    }
  }

  private Passage passage(RequestState state) {
    Generated output = state.answer().outputs().get(0);
    Instance.Reference reference = state.instance().references().get(state.referenceIndex());
    String said = normal(output.text());
    int verdict = said.equals(affirmed) ? 2 : said.equals(denied) ? 1 : 0;
    return new Passage(
        state.referenceIndex(),
        reference.tag("relevance", 0),
        reference.tag("rank", Integer.MAX_VALUE),
        verdict,
        verdict == 2 ? output.logprob() : -output.logprob());
  }

  private int write(List<Passage> ranking, double[] row, int column) {
    int[] grades = ranking.stream().mapToInt(Passage::grade).toArray();
    int at = column;
    for (Measure measure : measures) {
      row[at++] = measure.of(grades, graded ? 2 : 1);
    }
    return at;
  }

  private static String normal(String text) {
    return PythonText.lower(PythonText.strip(text));
  }

  /** A measure of the first {@code k} places. */
  private record Measure(String kind, int k) {

    /** Reads pytrec_eval's notation: {@code recip_rank.10}. */
    static Measure parse(String text) {
      int dot = text.indexOf('.');
      try {
        Measure measure =
            new Measure(
                text.substring(0, Math.max(0, dot)), Integer.parseInt(text.substring(dot + 1)));
        measure.name();
        return measure;
      } catch (NumberFormatException e) {
        throw unknown(text);
      }
    }

    private static RegattaException unknown(String text) {
      return RegattaException.user(
          "metrics: ranking: measure '"
              + text
              + "': expected success.K, recall.K, recip_rank.K or ndcg_cut.K");
    }

    String name() {
      return switch (kind) {
            case "success" -> "Success";
            case "recall" -> "Recall";
            case "recip_rank" -> "RR";
            case "ndcg_cut" -> "NDCG";
            default -> throw unknown(kind);
          }
          + "@"
          + k;
    }

    /**
     * The value.
     *
     * @param grades by place
     * @param relevant least grade that counts where a passage is either relevant or not
     */
    double of(int[] grades, int relevant) {
      int found = 0;
      int all = 0;
      int first = -1;
      for (int i = 0; i < grades.length; i++) {
        if (grades[i] >= relevant) {
          all++;
          if (i < k) {
            found++;
            first = first < 0 ? i : first;
          }
        }
      }
      return switch (kind) {
        case "success" -> found > 0 ? 1 : 0;
        case "recall" -> all == 0 ? 0 : (double) found / all;
        case "recip_rank" -> first < 0 ? 0 : 1.0 / (first + 1);
        default -> gain(grades);
      };
    }

    /** Discounted cumulative gain over that of the best ranking (Järvelin and Kekäläinen 2002). */
    private double gain(int[] grades) {
      int[] best =
          Arrays.stream(grades).map(grade -> -grade).sorted().map(grade -> -grade).toArray();
      double ideal = discounted(best);
      return ideal == 0 ? 0 : discounted(grades) / ideal;
    }

    private double discounted(int[] grades) {
      double sum = 0;
      for (int i = 0; i < Math.min(k, grades.length); i++) {
        sum += grades[i] / (Math.log(i + 2.0) / Math.log(2));
      }
      return sum;
    }
  }
}
