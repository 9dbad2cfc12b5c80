package dev.regatta.aggregator.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.regatta.protocol.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstructionFollowingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "keywords:existence; {'keywords':['sun','Moon']}; The SUN and the moon; 1",
        "keywords:existence; {'keywords':['sun','star']}; The SUN and the moon; 0",
        "keywords:frequency; {'keyword':'a','frequency':2,'relation':'at least'}; A cat; 1",
        "keywords:frequency; {'keyword':'a','frequency':2,'relation':'less than'}; A cat; 0",
        "keywords:forbidden_words; {'forbidden_words':['rain']}; a train; 1",
        "keywords:forbidden_words; {'forbidden_words':['rain']}; The Rain; 0",
        "keywords:letter_frequency;"
            + " {'letter':'e','let_frequency':3,'let_relation':'at least'}; Every eel; 1",
        "length_constraints:number_sentences;"
            + " {'num_sentences':3,'relation':'less than'}; One here. Two here.; 1",
        "length_constraints:number_paragraphs; {'num_paragraphs':2}; one *** two ***; 1",
        "length_constraints:number_paragraphs; {'num_paragraphs':2}; one *** *** two; 0",
        "length_constraints:number_words; {'num_words':3,'relation':'at least'}; it's me; 1",
        "length_constraints:nth_paragraph_first_word;"
            + " {'num_paragraphs':2,'nth_paragraph':2,'first_word':'so'}; One.|| 'So, two; 1",
        "detectable_content:number_placeholders; {'num_placeholders':2}; [name] at [place]; 1",
        "detectable_content:postscript; {'postscript_marker':'P.S.'}; Bye. p. s. more; 1",
        "detectable_format:number_bullet_lists; {'num_bullets':2}; * one|- two|**no; 1",
        "detectable_format:constrained_response; {}; My answer is maybe.; 1",
        "detectable_format:number_highlighted_sections; {'num_highlights':2}; *a* and *b*; 1",
        "detectable_format:number_highlighted_sections; {'num_highlights':1}; ** and none; 0",
        "detectable_format:multiple_sections;"
            + " {'section_spliter':'Section','num_sections':2}; Section 1 a Section 2 b; 1",
        "detectable_format:multiple_sections;"
            + " {'section_spliter':'Section (','num_sections':1}; Section 1; 0",
        "detectable_content:postscript; {'postscript_marker':'P.S. ['}; Bye. p.s. [more]; 1",
        "detectable_format:json_format; {}; ```json {\"a\": [1]}```; 1",
        "detectable_format:json_format; {}; {\"a\": [1]} and more; 0",
        "detectable_format:title; {}; <<A title>> text; 1",
        "detectable_format:title; {}; << >> text; 0",
        "combination:two_responses; {}; one ****** two; 1",
        "combination:two_responses; {}; one ****** one; 0",
        "combination:repeat_prompt; {'prompt_to_repeat':'Say it'}; SAY it: done; 1",
        "startend:end_checker; {'end_phrase':'The end.'}; This was the end.; 1",
        "startend:quotation; {}; \"all of it\"; 1",
        "change_case:capital_word_frequency;"
            + " {'capital_frequency':2,'capital_relation':'less than'}; A cat; 1",
        "punctuation:no_comma; {}; none here; 1"
      })
  void checks(String id, String arguments, String answer, double followed) {
    assertThat(accuracy(List.of(id), arguments, answer.replace('|', '\n'))).isEqualTo(followed);
  }

  @Test
  void theShareOfSeveral() {
    assertThat(accuracy(List.of("punctuation:no_comma", "startend:quotation"), "{}", "no quotes"))
        .isEqualTo(0.5);
  }

  @Test
  void anEmptyAnswerFollowsNothing() {
    assertThat(accuracy(List.of("punctuation:no_comma"), "{}", " ")).isZero();
  }

  @Test
  void languagesAreNotRecognised() {
    assertThat(accuracy(List.of("language:response_language"), "{'language':'de'}", "Hallo"))
        .isNaN();
  }

  private static double accuracy(List<String> ids, String arguments, String answer) {
    Map<String, Object> parsed =
        Json.MAPPER.convertValue(parse(arguments), new TypeReference<>() {});
    Map<String, Object> extra =
        Map.of(
            "instruction_ids", ids, "instruction_kwargs", ids.stream().map(id -> parsed).toList());
    return InstructionFollowing.strictAccuracy(
        States.of(List.of(), answer).about(new Instance("prompt", List.of(), extra), -1));
  }

  private static Object parse(String arguments) {
    return Json.read(arguments.replace('\'', '"'), Map.class);
  }
}
