package dev.regatta.coordinator.perturb;

import dev.regatta.coordinator.perturb.GenderRewriter.Pair;
import java.util.List;
import java.util.Optional;

/** Two columns of a list of gendered words. */
final class GenderPairs {
  private static final List<String> CLASSES = List.of("neutral", "female", "male");

  private GenderPairs() {}

  static List<Pair> of(
      Arguments args, String mode, String source, String target, PerturbationResources data) {
    Optional<String> file = args.optionalText("mapping_file_path");
    List<String> classes = classes(args);
    List<List<String>> rows =
        file.isPresent() ? data.genderRows(file.get(), classes.size()) : standard(args, mode);
    int from = column(args, "source_class", source, classes);
    int to = column(args, "target_class", target, classes);
    return rows.stream()
        .map(row -> new Pair(PythonText.lower(row.get(from)), PythonText.lower(row.get(to))))
        .toList();
  }

  private static List<String> classes(Arguments args) {
    Optional<List<String>> given =
        args.find("mapping_file_genders", List.class, "a list of the file's columns")
            .map(
                names ->
                    ((List<?>) names)
                        .stream().map(String::valueOf).map(PythonText::lower).toList());
    return given.orElse(CLASSES);
  }

  private static List<List<String>> standard(Arguments args, String mode) {
    return switch (mode) {
      case "terms" -> WordLists.STANDARD.terms();
      case "pronouns" -> WordLists.STANDARD.pronouns();
      default -> throw args.wrong("mode", mode, "terms or pronouns");
    };
  }

  private static int column(Arguments args, String name, String value, List<String> classes) {
    int column = classes.indexOf(value);
    if (column < 0) {
      throw args.wrong(name, value, "one of " + String.join(", ", classes));
    }
    return column;
  }
}
