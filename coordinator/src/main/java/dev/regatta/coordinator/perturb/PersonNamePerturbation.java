package dev.regatta.coordinator.perturb;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.protocol.Perturbation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives the people of an instance names of another group, every name the same new one throughout
 * the references and the input. The copies of all repeats are the same, as in HELM.
 */
final class PersonNamePerturbation implements TextPerturbation {
  private static final String GENDER = "gender";
  private static final List<String> GENDERS = List.of("female", "male", "neutral");

  private final Perturbation description;
  private final double probability;
  private final boolean preserveGender;
  private final PersonNames names;
  private final Set<String> sources;
  private final List<String> targets;

  private PersonNamePerturbation(
      Perturbation description, PersonNames names, Set<String> sources, List<String> targets) {
    this.description = description;
    this.probability = (Double) description.parameters().get("prob");
    this.preserveGender = (Boolean) description.parameters().get("preserve_gender");
    this.names = names;
    this.sources = sources;
    this.targets = targets;
  }

  static PersonNamePerturbation of(Arguments args, PerturbationResources data) {
    double probability = args.probability("prob");
    Map<String, String> source = args.classes("source_class");
    Map<String, String> target = args.classes("target_class");
    String type = args.optionalText("person_name_type").orElse("first_name");
    boolean preserveGender = args.flag("preserve_gender", true);
    String file = data.path(WordFile.PERSON_NAMES, args.optionalText("name_file_path"));
    PersonNames names = data.personNames(file).ofType(type);
    List<String> sources = required(args, "source_class", names, source, file);
    List<String> targets = required(args, "target_class", names, target, file);
    Map<String, Object> parameters =
        Map.of(
            "prob",
            probability,
            "source_class",
            text(source),
            "target_class",
            text(target),
            "name_file_path",
            file,
            "person_name_type",
            type,
            "preserve_gender",
            preserveGender);
    Perturbation description =
        new Perturbation("person_name", false, true, Perturbation.PERTURBED, null, parameters);
    return new PersonNamePerturbation(description, names, Set.copyOf(sources), targets);
  }

  private static List<String> required(
      Arguments args, String name, PersonNames names, Map<String, String> classes, String file) {
    List<String> found = names.of(classes);
    if (found.isEmpty()) {
      throw args.wrong(name, classes, "a class that has names in " + file);
    }
    return found;
  }

  /** Classes as statistics show them. */
  static String text(Map<String, String> classes) {
    return classes.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }

  @Override
  public Perturbation description() {
    return description;
  }

  @Override
  public Instance perturb(Instance original, int repeat) {
    return NewNames.copy(original, description, probability, this::renameAll);
  }

  private String renameAll(String text, NewNames newNames) {
    StringBuilder result = new StringBuilder(text.length());
    int start = 0;
    for (int position = 0; position < text.length(); ) {
      int c = text.codePointAt(position);
      if (!PythonText.isWord(c)) {
        result.append(rename(text.substring(start, position), newNames)).appendCodePoint(c);
        start = position + Character.charCount(c);
      }
      position += Character.charCount(c);
    }
    return result.append(rename(text.substring(start), newNames)).toString();
  }

  private String rename(String token, NewNames newNames) {
    String name = PythonText.lower(token);
    if (!sources.contains(name)) {
      return token;
    }
    newNames.decide(name, () -> preserveGender ? sameGender(name) : targets);
    return newNames.of(name).map(other -> PythonText.matchCase(token, other)).orElse(token);
  }

  /** All targets for a name without a gender. */
  private List<String> sameGender(String name) {
    return names
        .first(GENDER, name, GENDERS)
        .map(
            gender -> {
              Set<String> same = Set.copyOf(names.having(GENDER, gender));
              return targets.stream().filter(same::contains).toList();
            })
        .orElse(targets);
  }
}
