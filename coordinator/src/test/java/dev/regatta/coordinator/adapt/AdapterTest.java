package dev.regatta.coordinator.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.RequestKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdapterTest {
  private static final Instance SHOT = choice("q1", "B");
  private static final Instance EVAL = choice("q2", "A");

  /** The worked example of HELM's reference: MMLU with one shot. */
  @Test
  void optionsAreListedInTheOrderOfTheReferences() {
    AdapterSpec spec =
        AdapterSpecs.multipleChoiceJoint("Question", "Answer").instructions("<I>").build();
    Prompt prompt = only(spec, EVAL, SHOT);
    assertThat(prompt.text())
        .isEqualTo(
            "<I>\n\nQuestion: q1\nA. a\nB. b\nC. c\nD. d\nAnswer: B\n\n"
                + "Question: q2\nA. a\nB. b\nC. c\nD. d\nAnswer:");
    assertThat(prompt.outputMapping().keySet()).containsExactly("A", "B", "C", "D");
    assertThat(prompt.outputMapping()).containsEntry("C", "c");
    assertThat(Adapter.of(spec).decoding(prompt, 0))
        .isEqualTo(new Decoding(0, 1, 1, List.of(), 1, 5, 0, 0, null));
  }

  @Test
  void labelsMayBeGivenAndSeveralMayBeRight() {
    AdapterSpec spec =
        AdapterSpecs.multipleChoiceJoint("Question", "Answer")
            .referencePrefix("(A) ")
            .referencePrefixCharacters(List.of("w", "x", "y", "z"))
            .multiLabel(true)
            .build();
    Prompt prompt = only(spec, EVAL, choice("q1", "BD"));
    assertThat(prompt.text())
        .startsWith("Question: q1\n(w) a\n(x) b\n(y) c\n(z) d\nAnswer: x, z\n\nQuestion: q2");
    AdapterSpec short3 =
        AdapterSpecBuilder.from(spec).referencePrefixCharacters(List.of("x", "y", "z")).build();
    assertUserError(() -> only(short3, EVAL), "expected: at least 4 labels");
    AdapterSpec none = AdapterSpecBuilder.from(spec).referencePrefix("- ").build();
    assertUserError(() -> Adapter.of(none), "reference_prefix: \"- \"");
  }

  @Test
  void examplesWithoutAnAnswerSaySo() {
    AdapterSpec spec = AdapterSpecs.generation("Question", null).build();
    assertThat(only(spec, EVAL, choice("q1", "")).text())
        .isEqualTo("Question: q1\nn/a\n\nQuestion: q2\n");
    AdapterSpec several =
        AdapterSpecs.generation("Question", "Answer").multiLabel(true).maxTokens(7).build();
    assertThat(only(several, EVAL, choice("q1", "AC")).text())
        .isEqualTo("Question: q1\nAnswer: a, c\n\nQuestion: q2\nAnswer:");
  }

  @Test
  void repeatsDifferInTheirSeed() {
    AdapterSpec spec =
        AdapterSpecs.generation("Question", "Answer").random("x").numOutputs(3).build();
    Prompt prompt = only(spec, EVAL);
    assertThat(Adapter.of(spec).decoding(prompt, 0))
        .isEqualTo(new Decoding(0, 1, 5, List.of("\n"), 3, 1, 0, 0, "x"));
    assertThat(Adapter.of(spec).decoding(prompt, 2).random()).isEqualTo("2");
  }

  @Test
  void separateChoicesScoreEveryReference() {
    AdapterSpec spec = AdapterSpecs.multipleChoiceSeparate(true, false).build();
    List<Prompt> prompts = Adapter.of(spec).adapt(EVAL, List.of());
    assertThat(prompts).hasSize(8).allMatch(prompt -> prompt.kind() == RequestKind.SCORE);
    assertThat(prompts).extracting(Prompt::text).startsWith("q2 a", "Answer: a", "q2 b");
    assertThat(prompts.get(3).continuation()).isEqualTo(" b");
    assertThat(prompts.get(3).requestMode()).isEqualTo("calibration");
    assertThat(Adapter.of(spec).decoding(prompts.get(3), 0))
        .isEqualTo(new Decoding(0, 1, 0, List.of(), 1, 1, 0, 0, null));
  }

  @Test
  void examplesReasonBeforeTheyAnswer() {
    AdapterSpec spec =
        AdapterSpecs.multipleChoiceJointChainOfThought("Question", "Answer")
            .referencePrefix("(A) ")
            .build();
    AdapterSpec prefixed =
        AdapterSpecBuilder.from(spec).chainOfThoughtPrefix("Because ").multiLabel(true).build();
    Instance shot = choice("q1", "BD");
    Instance reasoned =
        new Instance(
            shot.input(),
            null,
            shot.references(),
            Instance.TRAIN,
            null,
            null,
            null,
            List.of(),
            List.of(),
            Map.of("chain_of_thought", "so it is."));
    assertThat(only(prefixed, EVAL, reasoned).text())
        .isEqualTo(
            "Question: q1\n(A) a\n(B) b\n(C) c\n(D) d\nAnswer: Because so it is.\n(B) , (D) \n\n"
                + "Question: q2\n(A) a\n(B) b\n(C) c\n(D) d\nAnswer:");
    Prompt plain = only(spec, EVAL, shot);
    assertThat(plain.text()).contains("Answer: \n(B) \n");
    assertThat(plain.outputMapping().keySet()).containsExactly("A", "B", "C", "D");
  }

  @Test
  void labelsFollowTheFirstLetterOrNumber() {
    AdapterSpec spec =
        AdapterSpecs.multipleChoiceJoint("Question", "Answer").referencePrefix("① ").build();
    assertThat(only(spec, EVAL).text()).contains("① a\n② b\n③ c\n④ d\n");
  }

  @Test
  void aPatternThatIsNoneIsRefusedBeforeAnythingIsAsked() {
    AdapterSpec spec =
        AdapterSpecs.multipleChoiceJoint("Question", "Answer").outputMappingPattern("(A").build();
    assertThatThrownBy(() -> Adapter.of(spec))
        .hasMessageContaining("output_mapping_pattern: \"(A\" (expected: a regular expression)");
  }

  /** The worked example of HELM's BinaryRankingAdapter: an example shows all its passages. */
  @Test
  void everyPassageIsAskedAbout() {
    AdapterSpec spec = AdapterSpecs.rankingBinary("Does it?").build();
    Instance shot =
        Instance.of(
            "q1",
            List.of(
                new Reference("good", List.of("relevance=1", Reference.CORRECT)),
                new Reference("bad", List.of())),
            Instance.TRAIN);
    Instance eval =
        Instance.of(
            "q2",
            List.of(new Reference("x", List.of()), new Reference("y", List.of())),
            Instance.VALID);
    List<Prompt> prompts = Adapter.of(spec).adapt(eval, List.of(shot));
    assertThat(prompts).extracting(Prompt::referenceIndex).containsExactly(0, 1);
    assertThat(prompts).allMatch(prompt -> prompt.requestMode().equals("original"));
    assertThat(prompts.get(1).text())
        .isEqualTo(
            "Passage: good\nQuery: q1\nDoes it?\nAnswer: Yes\n\n"
                + "Passage: bad\nQuery: q1\nDoes it?\nAnswer: No\n\n"
                + "Passage: y\nQuery: q2\nDoes it?\nAnswer:");
    assertThat(prompts.get(1).trainInstances()).isEqualTo(1);
    assertThat(Adapter.of(spec).decoding(prompts.get(0), 0))
        .isEqualTo(new Decoding(0, 1, 5, List.of("\n"), 1, 1, 0, 0, null));
  }

  @Test
  void chatsAreSentAsTheyAre() {
    List<Message> messages = List.of(new Message("user", "Hello"));
    Instance chat =
        new Instance(
            "",
            messages,
            List.of(),
            Instance.TEST,
            null,
            "id0",
            null,
            List.of(),
            List.of(),
            Map.of());
    AdapterSpec spec = AdapterSpecs.chat().maxTokens(2000).build();
    Prompt prompt = only(spec, chat);
    assertThat(prompt.kind()).isEqualTo(RequestKind.CHAT);
    assertThat(prompt.messages()).isEqualTo(messages);
    assertThat(prompt.text()).isEmpty();
    assertUserError(() -> only(spec, EVAL.withId("id7")), "Instance id7 has no messages");
  }

  @Test
  void substitutionsAreThoseOfPython() {
    AdapterSpec spec =
        AdapterSpecs.generation("Question", "Answer")
            .globalPrefix("<s>")
            .globalSuffix("$</s>")
            .substitutions(
                List.of(
                    new AdapterSpec.Substitution("(?P<n>q)(\\d)", "\\2$\\g<n>"),
                    new AdapterSpec.Substitution("\\$</s>$", "\\n.")))
            .build();
    assertThat(only(spec, EVAL).text()).isEqualTo("<s>Question: 2$q\nAnswer:\n.");
    AdapterSpec bad =
        AdapterSpecBuilder.from(spec)
            .substitutions(List.of(new AdapterSpec.Substitution("a", "\\1")))
            .build();
    assertUserError(() -> Adapter.of(bad), "target \"\\1\" refers to group 1");
    AdapterSpec none =
        AdapterSpecBuilder.from(spec)
            .substitutions(List.of(new AdapterSpec.Substitution("(", "")))
            .build();
    assertUserError(() -> Adapter.of(none), "source \"(\" (expected: a regular expression)");
  }

  @Test
  void unknownMethodsAreRefused() {
    assertUserError(
        () -> Adapter.of(AdapterSpecs.defaults("generate").build()),
        "Unknown adaptation method: generate (expected one of generation, chat,");
  }

  private static Prompt only(AdapterSpec spec, Instance eval, Instance... shots) {
    List<Prompt> prompts = Adapter.of(spec).adapt(eval, List.of(shots));
    assertThat(prompts).hasSize(1);
    return prompts.get(0);
  }

  private static Instance choice(String question, String correct) {
    List<Reference> references =
        List.of("a", "b", "c", "d").stream()
            .map(text -> new Reference(text, tags(correct.contains(text.toUpperCase(Locale.ROOT)))))
            .toList();
    return Instance.of(question, references, Instance.TEST);
  }

  private static List<String> tags(boolean correct) {
    return correct ? List.of(Reference.CORRECT) : List.of();
  }

  private static void assertUserError(Runnable action, String message) {
    assertThatThrownBy(action::run)
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining(message)
        .extracting(error -> ((RegattaException) error).category())
        .isEqualTo(ErrorCategory.USER);
  }
}
