package dev.regatta.coordinator.perturb;

import dev.regatta.coordinator.chinese.ChineseWords;
import dev.regatta.coordinator.chinese.ChineseWords.Word;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.protocol.Perturbation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives the people of an instance other names, every name the same new one throughout the
 * references and the input. As in HELM the copies of all repeats are the same, and the two classes
 * are told in statistics but choose nothing: whose gender is to be kept gets any name of it.
 */
final class ChinesePersonNamePerturbation implements TextPerturbation {
  private static final String NAMES_OF_PEOPLE = "nr";
  private static final String UNKNOWN = "unknown";

  private final Perturbation description;
  private final double probability;
  private final boolean preserveGender;
  private final ChineseWords words;
  private final Map<String, List<String>> byGender;
  private final Map<String, String> genders = new LinkedHashMap<>();
  private final List<String> names;

  private ChinesePersonNamePerturbation(
      Perturbation description, ChineseWords words, Map<String, List<String>> byGender) {
    this.description = description;
    this.probability = (Double) description.parameters().get("prob");
    this.preserveGender = (Boolean) description.parameters().get("preserve_gender");
    this.words = words;
    this.byGender = byGender;
    byGender.forEach(
        (gender, all) -> {
          if (!gender.equals(UNKNOWN)) {
            all.forEach(name -> genders.put(name, gender));
          }
        });
    this.names = List.copyOf(genders.keySet());
  }

  static ChinesePersonNamePerturbation of(Arguments args, PerturbationResources data) {
    Map<String, Object> parameters =
        Map.of(
            "prob",
            args.probability("prob"),
            "source_class",
            PersonNamePerturbation.text(args.classes("source_class")),
            "target_class",
            PersonNamePerturbation.text(args.classes("target_class")),
            "preserve_gender",
            args.flag("preserve_gender", true));
    Perturbation description =
        new Perturbation(
            "chinese_person_name", false, true, Perturbation.PERTURBED, null, parameters);
    String file = data.path(WordFile.CHINESE_NAMES, args.optionalText("name_file_path"));
    return new ChinesePersonNamePerturbation(description, data.chineseWords(), data.lists(file));
  }

  @Override
  public Perturbation description() {
    return description;
  }

  @Override
  public Instance perturb(Instance original, int repeat) {
    return NewNames.copy(original, description, probability, this::rename);
  }

  /** A name is decided on wherever it stands, also where it is the name of no person. */
  private String rename(String text, NewNames newNames) {
    StringBuilder result = new StringBuilder(text.length());
    for (Word word : words.tagged(text)) {
      String name = word.text();
      String gender = genders.get(name);
      if (gender != null) {
        newNames.decide(name, () -> preserveGender ? byGender.get(gender) : names);
      }
      boolean person = word.tag().equals(NAMES_OF_PEOPLE);
      result.append(person ? newNames.of(name).orElse(name) : name);
    }
    return result.toString();
  }
}
