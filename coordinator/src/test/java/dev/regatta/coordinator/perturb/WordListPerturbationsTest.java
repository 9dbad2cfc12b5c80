package dev.regatta.coordinator.perturb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.random.PythonRandom;
import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.ObjectSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Perturbations whose words come from files in HELM's layout. */
class WordListPerturbationsTest {
  @TempDir private Path folder;

  @Test
  void synonymsFitTheWordsClassAndCase() throws IOException {
    write(
        "synonym/wordnet_synonyms.json",
        Json.text(
            Map.of(
                "film:n", List.of("film", "movie"),
                "film:v", List.of("shoot"),
                "watch:v", List.of("view"),
                "good:s", List.of("fine"),
                "be:v", List.of("exist"))));
    String text = "The Films were good, and I watched one film twice.";
    assertThat(perturbed("synonym", Map.of("prob", 1.0), text))
        .isEqualTo("The Movie were fine, and I view one movie twice.");
    assertThat(perturbed("synonym", Map.of("prob", 0.0), text)).isEqualTo(text);
  }

  @Test
  void oneDrawPerWordThatHasSynonyms() {
    PythonRandom random = new PythonRandom("id0");
    double first = random.uniform(0, 1);
    Map<String, List<String>> synonyms = Map.of("cat:n", List.of("feline"));
    SynonymRewriter.Tagger tagger =
        text ->
            List.of(
                new SynonymRewriter.Part("dog", Optional.of('n')),
                new SynonymRewriter.Part(" ", Optional.empty()),
                new SynonymRewriter.Part("CATS", Optional.of('n')));
    SynonymRewriter rewriter =
        new SynonymRewriter(
            synonyms, Morphology.of(synonyms.keySet(), folder), tagger, first + 1e-9);
    assertThat(rewriter.rewrite("dog CATS", new PythonRandom("id0"))).isEqualTo("dog FELINE");
  }

  /** Examples of the manual page morphy(7WN) and of the irregular forms' files. */
  @Test
  void baseFormsAreThoseOfWordNet() throws IOException {
    Set<String> words =
        Set.of("axe:n", "box:n", "ax:n", "man:n", "woman:n", "try:v", "go:v", "big:s", "abacus:n");
    Files.writeString(folder.resolve("noun.exc"), "axes ax axis\nabaci abacus\n");
    Files.writeString(folder.resolve("verb.exc"), "went go\n");
    Morphology morphology = Morphology.of(words, folder);
    assertThat(morphology.bases("boxes", 'n')).containsExactly("box");
    assertThat(morphology.bases("axes", 'n')).containsExactly("ax");
    assertThat(morphology.bases("women", 'n')).containsExactly("woman");
    assertThat(morphology.bases("abaci", 'n')).containsExactly("abacus");
    assertThat(morphology.bases("tries", 'v')).containsExactly("try");
    assertThat(morphology.bases("went", 'v')).containsExactly("go");
    assertThat(morphology.bases("biggest", 's')).isEmpty();
    assertThat(morphology.bases("hardly", 'r')).isEmpty();
  }

  @Test
  void chineseScriptTakesTheLongestPhrase() throws IOException {
    write("simplified_to_traditional/STPhrases.txt", "头发\t頭髮\n头发长\t頭髮長\n");
    write("simplified_to_traditional/STCharacters.txt", "头\t頭\n发\t發 髮\n长\t長\n");
    assertThat(perturbed("simplified_to_traditional", Map.of(), "头发长发，a头")).isEqualTo("頭髮長發，a頭");
    write("mandarin_to_cantonese/conversion.json", "{\"他们\": \"佢哋\", \"佢\": \"佢头\"}");
    assertThat(perturbed("mandarin_to_cantonese", Map.of(), "他们发")).isEqualTo("佢頭哋發");
  }

  @Test
  void referencesAreChangedToo() throws IOException {
    write("simplified_to_traditional/STPhrases.txt", "");
    write("simplified_to_traditional/STCharacters.txt", "头\t頭\n");
    Instance original =
        Instance.of("头", List.of(new Reference("头头", List.of())), Instance.TEST).withId("id0");
    Instance copy = perturbation("simplified_to_traditional", Map.of()).perturb(original, 0);
    assertThat(copy.references().get(0).text()).isEqualTo("頭頭");
    assertThat(copy.perturbation().fairness()).isTrue();
  }

  @Test
  void missingFilesAreNamedByTheirArgument() {
    assertThatThrownBy(() -> perturbation("synonym", Map.of("prob", 0.5)))
        .hasMessageContaining("synonym needs a file of words: set synonym_file_path");
  }

  @Test
  void unchangedCopiesStayWhereAskedAndOriginalsMayGo() {
    Instance original = Instance.of("small", List.of(), Instance.TEST).withId("id0");
    List<ObjectSpec> lower = Suites.named("lower");
    PerturbationResources resources = PerturbationResources.standard();
    assertThat(new Augmenter(new DataAugmentation(lower, 1), resources).augment(original))
        .containsExactly(original);
    assertThat(
            new Augmenter(new DataAugmentation(lower, 2, true, false), resources).augment(original))
        .hasSize(3);
    assertThat(new Augmenter(new DataAugmentation(lower, 1), resources, true).augment(original))
        .hasSize(2);
    assertThat(
            new Augmenter(new DataAugmentation(lower, 1, true, true), resources).augment(original))
        .hasSize(1)
        .allMatch(copy -> copy.perturbation() != null);
  }

  private String perturbed(String name, Map<String, Object> args, String text) {
    Instance original = Instance.of(text, List.of(), Instance.TEST).withId("id0");
    return perturbation(name, args).perturb(original, 0).input();
  }

  private TextPerturbation perturbation(String name, Map<String, Object> args) {
    return TextPerturbation.of(
        new ObjectSpec(name, args), PerturbationResources.standard().withDirectory(folder));
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
