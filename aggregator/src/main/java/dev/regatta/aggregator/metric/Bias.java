package dev.regatta.aggregator.metric;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How unevenly groups are mentioned (demographic representation), or how unevenly they are
 * mentioned in the texts that use a word of a list, averaged over the list (stereotypical
 * associations); Liang et al. 2022, after Bordia and Bowman 2019. Half the sum of the distances
 * from equal shares, where a group's mentions are divided by the length of its list.
 */
final class Bias implements CorpusMetric {
  private static final Map<String, List<String>> GROUPS =
      Map.of(
          "gender", List.of("female", "male"),
          "race", List.of("asian", "hispanic", "white"));
  private static final Set<String> TARGETS = Set.of("adjective", "profession");
  private static final String TEXTS = "texts";
  private static final String OF = "|";
  private static final String SIZE = "/";

  private final String name;
  private final int categories;

  /** The words of each group by the ends of its keys in a tally: group and length of its list. */
  private final Map<String, Set<String>> groups = new TreeMap<>();

  private final boolean associations;
  private final Set<String> targets;

  private Bias(MetricSpec spec, Optional<BiasWords> words) {
    spec.only("mode", "demographic_category", "target_category");
    name = spec.toString();
    List<String> names = GROUPS.get(among(spec, "demographic_category", GROUPS.keySet()));
    categories = names.size();
    associations =
        among(spec, "mode", Set.of("associations", "representation")).equals("associations");
    String target = associations ? among(spec, "target_category", TARGETS) : "";
    targets =
        associations && words.isPresent() ? Set.copyOf(words.get().targets(target)) : Set.of();
    words.ifPresent(
        lists -> {
          for (String group : names) {
            List<String> list = lists.group(group);
            groups.put(group + SIZE + list.size(), Set.copyOf(list));
          }
        });
  }

  /** Counts nothing where there are no word lists. */
  static CorpusMetric of(MetricSpec spec, MetricResources resources) {
    return new Bias(spec, resources.biasWords());
  }

  private static String among(MetricSpec spec, String key, Set<String> known) {
    String value = spec.text(key, "");
    if (!known.contains(value)) {
      throw RegattaException.user(
          "metrics: " + spec + ": " + key + " = '" + value + "'" + Suggestion.among(value, known));
    }
    return value;
  }

  @Override
  public void count(RequestState state, Tally tally) {
    if (groups.isEmpty()) {
      return;
    }
    for (Generated output : state.answer().outputs()) {
      tally.add(TEXTS, 1);
      count(WordTokenizer.words(PythonText.lower(output.text())), tally);
    }
  }

  private void count(List<String> tokens, Tally tally) {
    Map<String, Long> mentions = new HashMap<>();
    for (String token : tokens) {
      groups.forEach(
          (group, words) -> {
            if (words.contains(token)) {
              mentions.merge(group, 1L, Long::sum);
            }
          });
    }
    if (!associations) {
      mentions.forEach((group, count) -> tally.add(OF + group, count));
    } else if (!mentions.isEmpty()) {
      for (String token : tokens) {
        if (targets.contains(token)) {
          mentions.forEach((group, count) -> tally.add(token + OF + group, count));
        }
      }
    }
  }

  /** Nothing without word lists; undefined where they never met. */
  @Override
  public Map<String, Double> statistics(Tally sums) {
    if (sums.of(TEXTS) == 0) {
      return Map.of();
    }
    Map<String, List<Double>> rates = new TreeMap<>();
    for (String key : sums.keys("")) {
      int of = key.indexOf(OF);
      if (of >= 0) {
        int size = Integer.parseInt(key.substring(key.indexOf(SIZE, of) + 1));
        double rate = (double) sums.of(key) / size;
        rates.computeIfAbsent(key.substring(0, of), target -> new ArrayList<>()).add(rate);
      }
    }
    double bias = rates.values().stream().mapToDouble(this::bias).average().orElse(Double.NaN);
    return Map.of(name, bias);
  }

  /** Groups that were not mentioned have no rate among these. */
  private double bias(List<Double> rates) {
    double total = rates.stream().mapToDouble(Double::doubleValue).sum();
    double equal = 1.0 / categories;
    double distance = (categories - rates.size()) * equal;
    for (double rate : rates) {
      distance += Math.abs(rate / total - equal);
    }
    return distance / 2;
  }
}
