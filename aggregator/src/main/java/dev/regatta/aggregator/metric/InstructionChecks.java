package dev.regatta.aggregator.metric;

import static java.util.Map.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import dev.regatta.aggregator.metric.InstructionFollowing.Arguments;
import dev.regatta.aggregator.metric.InstructionFollowing.InstructionCheck;
import dev.regatta.protocol.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The instructions of IFEval that can be checked without recognising a language. */
final class InstructionChecks {
  private static final int LINES = Pattern.MULTILINE | Pattern.UNIX_LINES;
  private static final Pattern WORD = Pattern.compile(TextRules.WORD + "+");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\[.*?\\]");
  private static final Pattern STARS = Pattern.compile("^\\s*\\*[^*].*$", LINES);
  private static final Pattern DASHES = Pattern.compile("^\\s*-.*$", LINES);
  private static final Pattern HIGHLIGHT = Pattern.compile("\\*[^\\n*]*\\*");
  private static final Pattern DOUBLE_HIGHLIGHT = Pattern.compile("\\*\\*[^\\n*]*\\*\\*");
  private static final Pattern TITLE = Pattern.compile("<<[^\\n]+>>");
  private static final List<String> ANSWERS =
      List.of("My answer is yes.", "My answer is no.", "My answer is maybe.");

  private static final Map<String, InstructionCheck> CHECKS =
      Map.ofEntries(
          entry("keywords:existence", InstructionChecks::keywords),
          entry("keywords:frequency", InstructionChecks::keywordFrequency),
          entry("keywords:forbidden_words", InstructionChecks::forbidden),
          entry("keywords:letter_frequency", InstructionChecks::letters),
          entry("length_constraints:number_sentences", InstructionChecks::sentences),
          entry("length_constraints:number_paragraphs", InstructionChecks::paragraphs),
          entry("length_constraints:number_words", InstructionChecks::words),
          entry("length_constraints:nth_paragraph_first_word", InstructionChecks::firstWord),
          entry("detectable_content:number_placeholders", InstructionChecks::placeholders),
          entry("detectable_content:postscript", InstructionChecks::postscript),
          entry("detectable_format:number_bullet_lists", InstructionChecks::bullets),
          entry(
              "detectable_format:constrained_response",
              (answer, arguments) -> ANSWERS.stream().anyMatch(answer::contains)),
          entry("detectable_format:number_highlighted_sections", InstructionChecks::highlights),
          entry("detectable_format:multiple_sections", InstructionChecks::sections),
          entry("detectable_format:json_format", InstructionChecks::json),
          entry("detectable_format:title", InstructionChecks::title),
          entry("combination:two_responses", InstructionChecks::twoResponses),
          entry("combination:repeat_prompt", InstructionChecks::repeats),
          entry("startend:end_checker", InstructionChecks::ends),
          entry("startend:quotation", InstructionChecks::quoted),
          entry("change_case:capital_word_frequency", InstructionChecks::capitals),
          entry("punctuation:no_comma", (answer, arguments) -> answer.indexOf(',') < 0));

  private InstructionChecks() {}

  static Optional<InstructionCheck> named(String id) {
    return Optional.ofNullable(CHECKS.get(id));
  }

  private static boolean keywords(String answer, Arguments arguments) {
    return arguments.texts("keywords").stream().allMatch(word -> count(word, answer) > 0);
  }

  private static boolean keywordFrequency(String answer, Arguments arguments) {
    return arguments.holds(count(arguments.text("keyword"), answer), "relation", "frequency");
  }

  private static boolean forbidden(String answer, Arguments arguments) {
    return arguments.texts("forbidden_words").stream()
        .noneMatch(
            word ->
                count("(?<!" + TextRules.WORD + ")" + word + "(?!" + TextRules.WORD + ")", answer)
                    > 0);
  }

  /** The keywords of the data set are patterns, though they look like words. */
  private static int count(String pattern, String text) {
    return count(compiled(pattern, Pattern.CASE_INSENSITIVE), text);
  }

  private static Pattern compiled(String pattern, int flags) {
    try {
      return Pattern.compile(pattern, flags);
    } catch (PatternSyntaxException e) {
      return Pattern.compile(pattern, flags | Pattern.LITERAL);
    }
  }

  private static int count(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    int count = 0;
    while (matcher.find()) {
      count++;
    }
    return count;
  }

  private static boolean letters(String answer, Arguments arguments) {
    String letter = PythonText.lower(arguments.text("letter"));
    int count = count(Pattern.compile(letter, Pattern.LITERAL), PythonText.lower(answer));
    return arguments.holds(count, "let_relation", "let_frequency");
  }

  private static boolean sentences(String answer, Arguments arguments) {
    return arguments.holds(Sentences.split(answer).size(), "relation", "num_sentences");
  }

  private static boolean words(String answer, Arguments arguments) {
    return arguments.holds(count(WORD, answer), "relation", "num_words");
  }

  /** Separated by three asterisks; only the first and the last may be empty. */
  private static boolean paragraphs(String answer, Arguments arguments) {
    String[] parts = answer.split("\\s?\\*\\*\\*\\s?", -1);
    int filled = filled(parts);
    return filled >= 0 && filled == arguments.number("num_paragraphs");
  }

  /** How many are not blank; -1 where one inside is. */
  private static int filled(String[] parts) {
    int filled = 0;
    for (int i = 0; i < parts.length; i++) {
      if (!blank(parts[i])) {
        filled++;
      } else if (i > 0 && i < parts.length - 1) {
        return -1;
      }
    }
    return filled;
  }

  private static boolean blank(String text) {
    return PythonText.strip(text).isEmpty();
  }

  private static boolean firstWord(String answer, Arguments arguments) {
    String[] parts = answer.split("\n\n", -1);
    int filled = 0;
    for (String part : parts) {
      filled += blank(part) ? 0 : 1;
    }
    int nth = arguments.number("nth_paragraph");
    if (nth < 1 || nth > filled || blank(parts[nth - 1])) {
      return false;
    }
    String word = PythonText.words(parts[nth - 1]).get(0).replaceFirst("^'*\"*", "");
    String letters = PythonText.lower(word.split("[.,?!'\"]", -1)[0]);
    return filled == arguments.number("num_paragraphs")
        && letters.equals(PythonText.lower(arguments.text("first_word")));
  }

  private static boolean placeholders(String answer, Arguments arguments) {
    return count(PLACEHOLDER, answer) >= arguments.number("num_placeholders");
  }

  private static boolean postscript(String answer, Arguments arguments) {
    String marker = arguments.text("postscript_marker");
    String pattern =
        switch (marker) {
          case "P.P.S" -> "p\\.\\s?p\\.\\s?s";
          case "P.S." -> "p\\.\\s?s\\.";
          default -> PythonText.lower(marker);
        };
    return count(pattern, PythonText.lower(answer)) > 0;
  }

  private static boolean bullets(String answer, Arguments arguments) {
    return count(STARS, answer) + count(DASHES, answer) == arguments.number("num_bullets");
  }

  private static boolean highlights(String answer, Arguments arguments) {
    int found = 0;
    for (Pattern pattern : List.of(HIGHLIGHT, DOUBLE_HIGHLIGHT)) {
      Matcher matcher = pattern.matcher(answer);
      while (matcher.find()) {
        found += blank(matcher.group().replace("*", "")) ? 0 : 1;
      }
    }
    return found >= arguments.number("num_highlights");
  }

  private static boolean sections(String answer, Arguments arguments) {
    String pattern = "\\s?" + arguments.text("section_spliter") + "\\s?\\d+\\s?";
    return count(compiled(pattern, 0), answer) >= arguments.number("num_sections");
  }

  private static boolean json(String answer, Arguments arguments) {
    String text =
        PythonText.strip(answer).replaceFirst("^```(json|Json|JSON)?", "").replaceFirst("```$", "");
    try {
      return !Json.MAPPER
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(text)
          .isMissingNode();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static boolean title(String answer, Arguments arguments) {
    Matcher matcher = TITLE.matcher(answer);
    while (matcher.find()) {
      if (!blank(matcher.group().replaceFirst("^<+", "").replaceFirst(">+$", ""))) {
        return true;
      }
    }
    return false;
  }

  private static boolean twoResponses(String answer, Arguments arguments) {
    String[] parts = answer.split("\\*{6}", -1);
    if (filled(parts) != 2) {
      return false;
    }
    List<String> responses =
        Arrays.stream(parts).map(PythonText::strip).filter(p -> !p.isEmpty()).toList();
    return !responses.get(0).equals(responses.get(1));
  }

  private static boolean repeats(String answer, Arguments arguments) {
    return PythonText.lower(PythonText.strip(answer))
        .startsWith(PythonText.lower(PythonText.strip(arguments.text("prompt_to_repeat"))));
  }

  private static boolean ends(String answer, Arguments arguments) {
    String text = PythonText.strip(answer).replaceFirst("^\"+", "").replaceFirst("\"+$", "");
    return PythonText.lower(text)
        .endsWith(PythonText.lower(PythonText.strip(arguments.text("end_phrase"))));
  }

  private static boolean quoted(String answer, Arguments arguments) {
    String text = PythonText.strip(answer);
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
  }

  private static boolean capitals(String answer, Arguments arguments) {
    int capital = 0;
    for (String word : WordTokenizer.words(answer)) {
      boolean cased = !word.equals(word.toLowerCase(Locale.ROOT));
      capital += cased && word.equals(word.toUpperCase(Locale.ROOT)) ? 1 : 0;
    }
    return arguments.holds(capital, "capital_relation", "capital_frequency");
  }
}
