package dev.regatta.coordinator.gold;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.random.PythonRandom;
import dev.regatta.gold.GoldCase;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.LinesCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Draws of Python's generator: the fields of a case in their order, from one generator. */
final class RandomGold {
  static final GoldCheck CHECK =
      new LinesCheck(
          "random",
          "Python's random numbers",
          "python_random",
          Set.of("seed", "random", "uniform01"),
          file -> RandomGold::check);

  private static final Pattern RANDINT = Pattern.compile("randint_(\\d+)_(\\d+)");
  private static final Pattern CHOICE = Pattern.compile("choice_of_(\\d+)");
  private static final Pattern SAMPLE = Pattern.compile("sample_(\\d+)_of_(\\d+)");

  private RandomGold() {}

  private static void check(GoldCase gold) {
    JsonNode seed = gold.get("seed");
    PythonRandom random =
        seed.isIntegralNumber()
            ? new PythonRandom(seed.longValue())
            : new PythonRandom(seed.asText());
    for (String field : gold.fields()) {
      if (!field.equals("seed") && !field.equals("id")) {
        draw(gold, field, random);
      }
    }
  }

  private static void draw(GoldCase gold, String field, PythonRandom random) {
    List<Double> expected = new ArrayList<>();
    gold.get(field).forEach(value -> expected.add(value.asDouble()));
    Matcher randint = RANDINT.matcher(field);
    Matcher choice = CHOICE.matcher(field);
    Matcher sample = SAMPLE.matcher(field);
    List<Double> drawn = new ArrayList<>();
    if (sample.matches()) {
      random.sample(below(sample.group(2)), number(sample.group(1))).forEach(drawn::add);
    } else {
      for (int i = 0; i < expected.size(); i++) {
        if (field.equals("random")) {
          drawn.add(random.random());
        } else if (field.equals("uniform01")) {
          drawn.add(random.uniform(0, 1));
        } else if (randint.matches()) {
          drawn.add((double) random.randint(number(randint.group(1)), number(randint.group(2))));
        } else if (choice.matches()) {
          drawn.add(random.choice(below(choice.group(1))));
        }
      }
    }
    if (drawn.isEmpty() && !expected.isEmpty()) {
      // What follows in the case comes from a generator that has drawn something else meanwhile.
      gold.unknown(field, "no such draw");
    } else {
      gold.equal(field, expected, () -> drawn);
    }
  }

  private static List<Double> below(String end) {
    return IntStream.range(0, number(end)).mapToObj(i -> (double) i).toList();
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }
}
