package dev.regatta.coordinator.scenario.helm;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.random.PythonRandom;
import dev.regatta.coordinator.scenario.Arguments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * HELM's synthetic reasoning in words: rules about a subject, a fact, and what follows. All items
 * come from one stream of random numbers, whose order of draws is HELM's and must stay.
 */
final class SyntheticReasoningNatural {
  private static final int HELM_SEED = 42;
  private static final int TRAIN = 1000;
  private static final int VALID = 5000;
  private static final int TEST = 5000;
  private static final int MAX_RULES = 5;
  private static final double NOTHING_FOLLOWS = 0.1;
  private static final String PERSON = "person";

  private static final Map<String, List<String>> SUBJECTS = new LinkedHashMap<>();
  private static final Map<String, List<String>> ATTRIBUTES = new LinkedHashMap<>();

  static {
    SUBJECTS.put(PERSON, words("Alice Bob Carol Dan Erin Frank"));
    SUBJECTS.put(
        "animal",
        words(
            "dog cat rabbit mouse tiger lion bear squirrel cow panda hedgehog elephant giraffe"
                + " hippo"));
    SUBJECTS.put("plant", words("poppy dandelion tree rose sunflower"));
    List.of(
            "young",
            "soft",
            "sad",
            "scary",
            "cold chill cool",
            "hot warm",
            "smart clever wise intelligent",
            "clean tidy",
            "small little tiny",
            "big enormous giant huge",
            "good kind nice",
            "beautiful pretty",
            "red crimson",
            "blue cobalt",
            "green viridian",
            "purple violet",
            "boring dull",
            "old ancient antique",
            "strong powerful muscular",
            "weak frail fragile",
            "fast quick",
            "slow sluggish",
            "bad evil wicked mean",
            "happy elated glad cheerful",
            "round circular spherical")
        .forEach(group -> ATTRIBUTES.put(words(group).get(0), words(group)));
  }

  /** A rule about a subject: its attributes that must hold, all or any, and what follows. */
  private record Rule(String subject, List<String> conditions, String conjunction, String then) {
    boolean firesOn(List<String> fact) {
      if (fact.contains(then)) {
        return false;
      }
      return conjunction.equals("and")
          ? fact.containsAll(conditions)
          : !Collections.disjoint(conditions, fact);
    }
  }

  private record Fact(List<String> attributes, List<String> words, List<String> consequents) {}

  private final boolean sameSubject;
  private final boolean specificWords;
  private final PythonRandom random;
  private String category;

  private SyntheticReasoningNatural(String difficulty, int seed) {
    this.sameSubject = difficulty.equals("easy");
    this.specificWords = difficulty.equals("hard");
    this.random = new PythonRandom(seed);
  }

  static Conversion of(Arguments args) {
    String difficulty = args.oneOf("difficulty", List.of("easy", "medium", "hard"));
    int seed = args.integer("random_seed", HELM_SEED, 0, Integer.MAX_VALUE);
    return data -> new SyntheticReasoningNatural(difficulty, seed).instances();
  }

  private static List<String> words(String text) {
    return List.of(text.split(" "));
  }

  private List<Instance> instances() {
    List<Instance> instances = new ArrayList<>();
    for (int i = 0; i < TRAIN + VALID + TEST; i++) {
      instances.add(item(split(i)));
    }
    return instances;
  }

  private static String split(int item) {
    if (item < TRAIN) {
      return Instance.TRAIN;
    }
    return item < TRAIN + VALID ? Instance.VALID : Instance.TEST;
  }

  private Instance item(String split) {
    category = random.choice(List.copyOf(SUBJECTS.keySet()));
    String subject = random.choice(SUBJECTS.get(category));
    List<Rule> rules = rules(subject);
    Fact fact = fact(rules);
    String input =
        rules.stream().map(this::text).collect(Collectors.joining("\n", "", "\n"))
            + "Fact:\n"
            + statement(subject, specificWords ? fact.words() : fact.attributes())
            + "\nThe following can be determined about "
            + the(subject, false)
            + ":";
    String answer =
        fact.consequents().isEmpty() ? "Nothing." : statement(subject, fact.consequents());
    return Instance.of(input, Instances.correct(answer), split);
  }

  private List<Rule> rules(String subject) {
    List<String> attributes = new ArrayList<>(ATTRIBUTES.keySet());
    random.shuffle(attributes);
    List<Rule> rules = new ArrayList<>();
    int used = 0;
    while (attributes.size() - used > 2 && rules.size() < MAX_RULES) {
      String about = sameSubject ? subject : random.choice(List.of(category, subject));
      int end = Math.min(used + random.randint(2, 3), attributes.size());
      List<String> taken = attributes.subList(used, end);
      used = end;
      int last = taken.size() - 1;
      rules.add(
          new Rule(
              about, taken.subList(0, last), random.choice(List.of("and", "or")), taken.get(last)));
    }
    return rules;
  }

  /** A fact that nothing follows from is mostly drawn again. */
  private Fact fact(List<Rule> rules) {
    while (true) {
      List<String> attributes = random.sample(List.copyOf(ATTRIBUTES.keySet()), 2);
      List<String> words =
          attributes.stream().map(each -> random.choice(ATTRIBUTES.get(each))).toList();
      List<String> consequents =
          rules.stream().filter(rule -> rule.firesOn(attributes)).map(Rule::then).toList();
      if (!consequents.isEmpty() || random.random() <= NOTHING_FOLLOWS) {
        return new Fact(attributes, words, consequents);
      }
    }
  }

  private String text(Rule rule) {
    return "If "
        + any(rule.subject())
        + " is "
        + String.join(" " + rule.conjunction() + " ", rule.conditions())
        + ", then "
        + the(rule.subject(), false)
        + " is "
        + rule.then()
        + ".";
  }

  private String statement(String subject, List<String> attributes) {
    return the(subject, true) + " is " + String.join(" and ", attributes) + ".";
  }

  private String any(String subject) {
    if (bare(subject)) {
      return subject;
    }
    boolean vowel = "aeiou".indexOf(subject.charAt(0)) >= 0;
    return (vowel ? "an " : "a ") + subject;
  }

  private String the(String subject, boolean capital) {
    return bare(subject) ? subject : (capital ? "The " : "the ") + subject;
  }

  /** Persons have no article, nor has the word person itself. */
  private boolean bare(String subject) {
    return category.equals(PERSON) || subject.equals(PERSON);
  }
}
