package dev.regatta.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A correct text and what a model made of it. */
record TextPair(String gold, String prediction) {
  private static final int GENERATED = 1000;

  /** Frequent ones first, as they are drawn more often. */
  private static final String[] WORDS =
      ("the of and to in a is that for it was on with as his they be at one have this from or had"
              + " by not but what all were when we there can an your which their said if do will"
              + " each about how up out them then she many some so these would other into has more"
              + " her two like him see time could no make than first been its who now people my"
              + " made over did down only way find use may water long little very after words"
              + " called just where most know government minister council report yesterday police"
              + " company market season player hospital children university research million"
              + " London county election campaign agreement development international community"
              + " announced described confirmed suggested according although significant"
              + " environment investigation didn't it's O'Brien 2017 1,200 $41.5 third-largest")
          .split(" ");

  int characters() {
    return gold.length() + prediction.length();
  }

  /**
   * The pairs of a file of JSON lines.
   *
   * @param gold name of the field with the correct text
   * @param prediction name of the field with the model's text
   * @throws RegattaException USER where the file or a field is missing
   */
  static List<TextPair> read(Path file, String gold, String prediction) {
    List<TextPair> pairs = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        JsonNode json = Json.MAPPER.readTree(line);
        String place = file + ", line " + (pairs.size() + 1);
        pairs.add(new TextPair(text(json, gold, place), text(json, prediction, place)));
      }
    } catch (IOException e) {
      throw RegattaException.user("--data: cannot read " + file + ": " + e);
    }
    if (pairs.isEmpty()) {
      throw RegattaException.user("--data: " + file + " is empty (expected: JSON lines)");
    }
    return pairs;
  }

  private static String text(JsonNode json, String field, String place) {
    JsonNode value = json.get(field);
    if (value == null || !value.isTextual()) {
      throw RegattaException.user(
          "--data: %s: field '%s' is %s (expected: a text)".formatted(place, field, value));
    }
    return value.textValue();
  }

  /**
   * Made-up pairs, the same every time: one to four sentences, and the same with words left out,
   * put in and replaced, so that about two thirds are in common.
   */
  static List<TextPair> generated() {
    SplittableRandom random = new SplittableRandom(1);
    List<TextPair> pairs = new ArrayList<>();
    for (int i = 0; i < GENERATED; i++) {
      StringBuilder gold = new StringBuilder();
      StringBuilder prediction = new StringBuilder();
      int sentences = 1 + random.nextInt(4);
      for (int s = 0; s < sentences; s++) {
        List<String> sentence = sentence(random);
        append(gold, sentence);
        append(prediction, changed(sentence, random));
      }
      pairs.add(new TextPair(gold.toString(), prediction.toString()));
    }
    return pairs;
  }

  private static List<String> sentence(SplittableRandom random) {
    List<String> words = new ArrayList<>();
    int length = 8 + random.nextInt(12);
    for (int i = 0; i < length; i++) {
      words.add(word(random));
    }
    return words;
  }

  private static String word(SplittableRandom random) {
    double place = random.nextDouble();
    String word = WORDS[(int) (WORDS.length * place * place)];
    return random.nextInt(15) == 0 ? word + ',' : word;
  }

  private static List<String> changed(List<String> sentence, SplittableRandom random) {
    List<String> words = new ArrayList<>();
    for (String word : sentence) {
      int dice = random.nextInt(12);
      if (dice > 0) {
        words.add(dice < 4 ? word(random) : word);
      }
      if (dice == 11) {
        words.add(word(random));
      }
    }
    return words.isEmpty() ? sentence : words;
  }

  private static void append(StringBuilder text, List<String> sentence) {
    String joined = String.join(" ", sentence);
    text.append(text.isEmpty() ? "" : " ")
        .append(Character.toUpperCase(joined.charAt(0)))
        .append(joined, 1, joined.length())
        .append('.');
  }
}
