package dev.regatta.coordinator.perturb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RegattaException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PerturbationsTest {
  private static final PerturbationResources RESOURCES = PerturbationResources.standard();

  @Test
  void anUnknownNameGetsAGuessAndTheKnownNames() {
    assertRefused("mispelings", Map.of(), "mispelings; did you mean 'misspellings'?");
  }

  @Test
  void argumentsAreNamedWithTheirValues() {
    assertRefused("space", Map.of(), "Perturbation space needs max_spaces");
    assertRefused("space", Map.of("max_spaces", 0), "max_spaces: 0 (expected: a whole number");
    assertRefused("typos", Map.of("prob", 1.5), "prob: 1.5 (expected: a number from 0 to 1)");
    assertRefused("typos", Map.of("prob", "often"), "prob: often (expected: a number");
    assertRefused("lowercase", Map.of("prob", 1), "lowercase has no argument prob");
    assertRefused("typos", Map.of("prob", 1, "pob", 1), "no argument pob; did you mean 'prob'?");
    assertRefused("gender", gender("nouns", "male"), "mode: nouns (expected: terms or pronouns)");
    assertRefused("gender", gender("terms", "men"), "source_class: men (expected: one of neutral");
  }

  @Test
  void filesThatAreMissingAreNamed() {
    Map<String, Object> args = Map.of("prob", 1, "source_class", "SAE", "target_class", "AAVE");
    assertRefused("dialect", args, "dialect needs a file of words: set mapping_file_path");
    PerturbationResources absent =
        new PerturbationResources(
            Optional.of(Path.of("absent.json")), Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> TextPerturbation.of(new ObjectSpec("mild_mix", Map.of()), absent))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("Cannot read absent.json");
  }

  @Test
  void aBadLineOfNamesIsNamed(@TempDir Path folder) throws Exception {
    Path names = Files.writeString(folder.resolve("names.txt"), "Ann,first_name\nBob\n");
    PerturbationResources resources =
        new PerturbationResources(Optional.empty(), Optional.empty(), Optional.of(names));
    ObjectSpec spec = Suites.named("person_name_first_deterministic").get(0);
    assertThatThrownBy(() -> TextPerturbation.of(spec, resources))
        .hasMessageContaining("names.txt, line 2: Bob");
  }

  /** The worked example of HELM's reference, which needs no word list of others. */
  @Test
  void pronounsChangeButNotTheFirstWord() {
    Instance original =
        Instance.of(
                "He said that the committee will receive his new calendar, because she is a friend.",
                List.of(new Reference(" Yes, he is a man. ", List.of())),
                Instance.TEST)
            .withId("id0");
    Augmenter augmenter =
        new Augmenter(
            new DataAugmentation(Suites.named("gender_pronouns_deterministic"), 2), RESOURCES);
    List<Instance> copies = augmenter.augment(original);
    assertThat(copies).hasSize(3).first().isEqualTo(original);
    assertThat(copies.get(1).input())
        .isEqualTo(
            "He said that the committee will receive her new calendar, because she is a friend.");
    assertThat(copies.get(1).references().get(0).text()).isEqualTo(" Yes, she is a man. ");
    assertThat(copies.get(1).contrastInputs()).containsExactly(original.input());
    assertThat(copies.get(1).perturbation().seed()).isNull();
    assertThat(copies.get(2).perturbation().seed()).isEqualTo(1);
    assertThat(copies).extracting(Instance::id).containsOnly("id0");
  }

  @Test
  void aContrastSetBringsItsReferences() {
    Reference yes = new Reference("Yes", List.of(Reference.CORRECT));
    Reference no = new Reference("No", List.of(Reference.CORRECT));
    Instance original =
        new Instance(
            "Is it so?",
            null,
            List.of(yes),
            Instance.TEST,
            null,
            "id3",
            null,
            List.of("Is it not so?"),
            List.of(List.of(no)),
            Map.of());
    Augmenter augmenter =
        new Augmenter(new DataAugmentation(Suites.named("contrast_sets"), 1), RESOURCES);
    Instance copy = augmenter.augment(original).get(1);
    assertThat(copy.input()).isEqualTo("Is it not so?");
    assertThat(copy.references()).containsExactly(no);
    assertThat(augmenter.augment(original.withId("id4"))).hasSize(2);
  }

  @Test
  void chatsAreRefused() {
    Instance chat =
        new Instance(
            "",
            List.of(new Message("user", "Hello")),
            List.of(),
            Instance.TEST,
            null,
            "id0",
            null,
            List.of(),
            List.of(),
            Map.of());
    assertThat(new Augmenter(DataAugmentation.NONE, RESOURCES).augment(chat)).containsExactly(chat);
    Augmenter augmenter = new Augmenter(new DataAugmentation(Suites.named("lower"), 1), RESOURCES);
    assertThatThrownBy(() -> augmenter.augment(chat))
        .hasMessageContaining("Instance id0 is a chat");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "robustness",
        "lower",
        "space",
        "extra_space",
        "contrast_sets",
        "contract",
        "filler",
        "misspelling_mild",
        "misspelling_medium",
        "misspelling_hard",
        "typo_easy",
        "typo_hard",
        "gender_terms_easy",
        "gender_pronouns_hard"
      })
  void suitesThatNeedNoFilesWorkAtOnce(String name) {
    assertThat(Suites.named(name))
        .isNotEmpty()
        .allSatisfy(spec -> TextPerturbation.of(spec, RESOURCES));
  }

  @Test
  void anUnknownSuiteGetsAGuess() {
    assertThat(Suites.named("canonical")).hasSize(4);
    assertThatThrownBy(() -> Suites.named("canonicle"))
        .hasMessageContaining("canonicle; did you mean 'canonical'?");
  }

  private static Map<String, Object> gender(String mode, String source) {
    return Map.of("mode", mode, "prob", 1.0, "source_class", source, "target_class", "female");
  }

  private static void assertRefused(String name, Map<String, Object> args, String message) {
    assertThatThrownBy(() -> TextPerturbation.of(new ObjectSpec(name, args), RESOURCES))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining(message);
  }
}
