package dev.regatta.coordinator.perturb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.coordinator.chinese.ChinesePackages;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.random.PythonRandom;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.Perturbation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CLEVA's perturbations by HELM's definition, with files of a few words. */
class ChinesePerturbationsTest {
  private static final String ID = "id0";

  @TempDir private Path folder;

  @BeforeEach
  void packages() throws IOException {
    ChinesePackages.writeJieba(folder);
    ChinesePackages.writePypinyin(folder);
  }

  @Test
  void wordsBecomeSynonymsUntilTheTextChanges() throws IOException {
    write("chinese_synonym/synonyms.json", "{\"高兴\": [\"开心\", \"快乐\"], \"他\": [\"他\"]}");
    // With certainty both words are replaced at the first trial.
    PythonRandom certain = new PythonRandom(ID);
    certain.random();
    certain.randint(0, 0);
    certain.random();
    String expected = "他在" + List.of("开心", "快乐").get(certain.randint(0, 1));
    Instance copy = perturb("chinese_synonym", Map.of("prob", 1.0), "他在高兴", "高兴");
    assertThat(copy.input()).isEqualTo(expected);
    assertThat(copy.references().get(0).text()).isEqualTo("高兴");
    assertThat(copy.perturbation().parameters()).isEqualTo(Map.of("prob", 1.0, "trial_num", 10));
    assertThat(perturb("chinese_synonym", Map.of("prob", 0.0), "他在高兴").input()).isEqualTo("他在高兴");
  }

  @Test
  void aTextThatDidNotChangeIsTriedAgain() throws IOException {
    write("chinese_synonym/synonyms.json", "{\"高兴\": [\"开心\"]}");
    PythonRandom draws = new PythonRandom(ID);
    double first = draws.random();
    double second = draws.random();
    double third = draws.random();
    double least = Math.min(first, Math.min(second, third));
    Map<String, Object> justThree = Map.of("prob", Math.nextUp(least), "trial_num", 3);
    assertThat(perturb("chinese_synonym", justThree, "高兴").input()).isEqualTo("开心");
    Map<String, Object> never = Map.of("prob", least, "trial_num", 3);
    assertThat(perturb("chinese_synonym", never, "高兴").input()).isEqualTo("高兴");
  }

  @Test
  void charactersBecomeOthersThatSoundAlike() throws IOException {
    homophones();
    // 在 sounds like 再; the draw of a rare character comes first, then the one of the typo.
    Map<String, Object> common = Map.of("prob", 1.0, "rare_char_prob", 0.0);
    assertThat(perturb("chinese_typos", common, "在").input()).isEqualTo("再");
    Map<String, Object> rare = Map.of("prob", 1.0, "rare_char_prob", 1.0);
    assertThat(perturb("chinese_typos", rare, "在").input()).isEqualTo("縡");
    assertThat(perturb("chinese_typos", common, "α").input()).isEqualTo("阿");
    Map<String, Object> tones = Map.of("prob", 1.0, "rare_char_prob", 0.0, "consider_tone", true);
    assertThat(perturb("chinese_typos", tones, "在").input()).isEqualTo("載");
  }

  @Test
  void drawsForAllWordsComeBeforeTheirTypos() throws IOException {
    homophones();
    PythonRandom draws = new PythonRandom(ID);
    draws.random();
    double lastRare = draws.random();
    String alike = lastRare <= 0.5 ? "縡" : "再";
    Map<String, Object> even = Map.of("prob", 1.0, "rare_char_prob", 0.5);
    // Both words get what was drawn for the later one.
    assertThat(perturb("chinese_typos", even, "在，在").input().replace("，", ""))
        .as("three draws of rarity, the comma's between the two")
        .matches("(縡|再)\\1");
    assertThat(perturb("chinese_typos", even, "在北京在").input()).isEqualTo(alike + "背景" + alike);
    Map<String, Object> characters =
        Map.of("prob", 1.0, "rare_char_prob", 0.0, "word_level_perturb", false);
    assertThat(perturb("chinese_typos", characters, "在爱在").input()).isEqualTo("再爱再");
  }

  private void homophones() throws IOException {
    String place = "chinese_typos/";
    write(place + "toneless_pinyin_to_char.json", "{\"zai\": [\"在\", \"縡\"]}");
    write(place + "toneless_pinyin_to_common_char.json", "{\"zai\": [\"在\", \"再\"], \"a\": \"阿\"}");
    write(place + "toneless_pinyin_to_word.json", "{\"beijing\": [\"北京\", \"背景\"]}");
    write(place + "pinyin_to_char.json", "{}");
    write(place + "pinyin_to_common_char.json", "{\"zài\": \"載在\"}");
    write(place + "pinyin_to_word.json", "{}");
  }

  @Test
  void mildMixIsSynonymsThenTypos() throws IOException {
    homophones();
    write("chinese_synonym/synonyms.json", "{\"高兴\": [\"在\"]}");
    String text = "高兴".repeat(40);
    PythonRandom random = new PythonRandom(ID);
    PerturbationResources data = resources();
    Rewriter synonyms =
        ChineseRewriters.synonyms(data.chineseWords(), Map.of("高兴", List.of("在")), 0.3, 10);
    String mixed = synonyms.rewrite(text, random);
    mixed =
        new ChineseRewriters.Typos(
                data.chineseWords(),
                data.pinyin(),
                data.homophones(
                    folder.resolve("chinese_typos/toneless_pinyin_to_char.json").toString(), false),
                0.05,
                0.05,
                false,
                true)
            .rewrite(mixed, random);
    Instance copy = perturb("cleva_mild_mix", Map.of(), text);
    assertThat(copy.input()).isEqualTo(mixed).contains("在").contains("高兴");
    assertThat(copy.perturbation().robustness()).isTrue();
    assertThat(copy.perturbation().parameters()).isEmpty();
  }

  @Test
  void gendersChangeWordByWord() throws IOException {
    assertThat(perturb("chinese_gender", gender("pronouns", "male", "Female"), "他在", "他").input())
        .isEqualTo("她在");
    Instance copy = perturb("chinese_gender", gender("pronouns", "male", "female"), "他", "他");
    assertThat(copy.references().get(0).text()).isEqualTo("她");
    assertThat(copy.perturbation().fairness()).isTrue();
    write("chinese_gender/gender_term.txt", "王伟 王芳\n学生 女学生\n");
    assertThat(perturb("chinese_gender", gender("terms", "male", "female"), "王伟，学生").input())
        .isEqualTo("王芳，女学生");
    // The word 大学生 is none of the terms, though it has one in it.
    assertThat(perturb("chinese_gender", gender("terms", "male", "female"), "大学生").input())
        .isEqualTo("大学生");
    assertRefused("chinese_gender", gender("terms", "male", "male"), "target_class: male");
    assertRefused("chinese_gender", gender("nouns", "male", "female"), "mode: nouns");
  }

  private static Map<String, Object> gender(String mode, String source, String target) {
    return Map.of("mode", mode, "prob", 1.0, "source_class", source, "target_class", target);
  }

  @Test
  void peopleKeepTheirNewNames() throws IOException {
    write(
        "chinese_person_name/chinese_name_gender.json",
        "{\"male\": [\"王伟\", \"小明\"], \"female\": [\"王芳\"], \"unknown\": [\"王五\"]}");
    Map<String, Object> args =
        Map.of(
            "prob",
            1.0,
            "source_class",
            Map.of("gender", "male"),
            "target_class",
            Map.of("gender", "female"));
    PythonRandom draws = new PythonRandom(ID);
    draws.uniform(0, 1);
    String name = draws.choice(List.of("王伟", "小明"));
    Instance copy = perturb("chinese_person_name", args, "王伟，王五去，小明，王伟", "王伟");
    // 小明 is a name of the list, but the dictionary calls it a common noun.
    assertThat(copy.input()).isEqualTo(name + "，王五去，小明，" + name);
    assertThat(copy.references().get(0).text()).isEqualTo(name);
    assertThat(copy.perturbation().parameters())
        .isEqualTo(
            Map.of(
                "prob",
                1.0,
                "source_class",
                "gender=male",
                "target_class",
                "gender=female",
                "preserve_gender",
                true));
    ObjectSpec spec = new ObjectSpec("chinese_person_name", args);
    Instance second = TextPerturbation.of(spec, resources()).perturb(instance("王伟"), 1);
    assertThat(second.perturbation().seed()).isNull();
  }

  @Test
  void whatIsMissingIsNamedWithItsPublishedAddress() {
    assertRefused(
        "chinese_synonym",
        Map.of("prob", 0.3),
        "chinese_synonym needs a file of words: set synonym_file_path, or put it into the directory"
            + " of perturbation data as chinese_synonym/synonyms.json; it is published at"
            + " http://39.108.215.175/assets/synonyms.json");
    assertThatThrownBy(
            () ->
                TextPerturbation.of(
                    new ObjectSpec("chinese_gender", gender("pronouns", "male", "female")),
                    PerturbationResources.standard()))
        .hasMessageContaining("put it into the directory of perturbation data as jieba/dict.txt");
    assertRefused("translate", Map.of("language_code", "hi"), "needs Google's translation service");
  }

  @Test
  void classesOfHelmAreKnownByTheirNames() {
    for (Map.Entry<String, List<Suites.Suite>> option : Suites.byOption().entrySet()) {
      for (ObjectSpec spec : option.getValue().get(0).perturbations()) {
        String name = spec.className();
        assertThat(PerturbationClasses.nameOf(PerturbationClasses.classOf(name))).isEqualTo(name);
        assertThat(Perturbations.names()).contains(name);
      }
    }
  }

  private void assertRefused(String name, Map<String, Object> args, String message) {
    assertThatThrownBy(() -> TextPerturbation.of(new ObjectSpec(name, args), resources()))
        .hasMessageContaining(message);
  }

  private Instance perturb(String name, Map<String, Object> args, String text, String... answers) {
    Instance copy =
        TextPerturbation.of(new ObjectSpec(name, args), resources())
            .perturb(instance(text, answers), 0);
    assertThat(copy.perturbation().computedOn()).isEqualTo(Perturbation.PERTURBED);
    return copy;
  }

  private static Instance instance(String text, String... answers) {
    List<Reference> references =
        List.of(answers).stream().map(answer -> new Reference(answer, List.of())).toList();
    return Instance.of(text, references, Instance.TEST).withId(ID);
  }

  private PerturbationResources resources() {
    return PerturbationResources.standard().withDirectory(folder);
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
