package dev.regatta.coordinator.scenario;

import dev.regatta.coordinator.data.Row;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.scenario.ScenarioDefinition.Replacement;
import dev.regatta.coordinator.scenario.ScenarioDefinition.Replacement.Place;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.RegattaException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes an instance of a row. Columns that are used for nothing else are kept as extra fields. */
final class RowMapper {
  private final ScenarioDefinition definition;
  private final Optional<Template> input;
  private final List<Template> references;
  private final Optional<Choice> choice;
  private final Optional<Template> subSplit;
  private final Optional<Template> id;
  private final UnaryOperator<String> inputChange;
  private final UnaryOperator<String> referenceChange;
  private final Set<String> used = new HashSet<>();

  RowMapper(ScenarioDefinition definition) {
    this.definition = definition;
    this.input = definition.input().map(this::template);
    this.references = definition.references().stream().map(this::template).toList();
    this.choice =
        definition
            .correct()
            .flatMap(correct -> correct.column().map(column -> new Choice(correct, column)));
    this.subSplit = definition.subSplit().map(Template::new);
    this.id = definition.id().map(Template::new);
    this.inputChange = changes(Place.INPUT);
    this.referenceChange = changes(Place.REFERENCES);
    definition.correct().flatMap(correct -> correct.column()).ifPresent(used::add);
    definition.messages().ifPresent(used::add);
    subSplit.flatMap(Template::column).ifPresent(used::add);
    id.flatMap(Template::column).ifPresent(used::add);
  }

  private Template template(String text) {
    Template template = new Template(text);
    used.addAll(template.paths());
    return template;
  }

  private UnaryOperator<String> changes(Place place) {
    List<UnaryOperator<String>> changes = new ArrayList<>();
    for (Replacement replacement : definition.replace()) {
      if (replacement.in() == place || replacement.in() == Place.BOTH) {
        String with = replacement.with();
        replacement.text().ifPresent(text -> changes.add(value -> value.replace(text, with)));
        replacement
            .regex()
            .map(Pattern::compile)
            .ifPresent(regex -> changes.add(value -> regex.matcher(value).replaceAll(with)));
      }
    }
    return value -> {
      String changed = value;
      for (UnaryOperator<String> change : changes) {
        changed = change.apply(changed);
      }
      return changed;
    };
  }

  /** Whether the row passes the filter. */
  boolean accepts(Map<String, Object> row) {
    return definition.filter().entrySet().stream()
        .allMatch(wanted -> matches(Cells.value(row, wanted.getKey()), wanted.getValue()));
  }

  private static boolean matches(Object value, Object wanted) {
    if (wanted instanceof List<?> list) {
      return list.stream().anyMatch(one -> matches(value, one));
    }
    return value == null || wanted == null
        ? value == wanted
        : Cells.text(value).equals(Cells.text(wanted));
  }

  /**
   * @param number of the instance over all splits, its id where the rows have none
   */
  Instance instance(Map<String, Object> row, String split, long number) {
    return new Instance(
        input.map(template -> inputChange.apply(template.render(row))).orElse(""),
        definition.messages().map(column -> messages(row, column)).orElse(null),
        references(row),
        split,
        subSplit.map(template -> template.render(row)).orElse(null),
        id.map(template -> template.render(row)).orElse("id" + number),
        null,
        List.of(),
        List.of(),
        extra(row));
  }

  private List<Reference> references(Map<String, Object> row) {
    List<String> options = options(row);
    if (choice.isEmpty()) {
      return present(options).map(option -> reference(option, true)).toList();
    }
    Set<String> correct = new LinkedHashSet<>(choice.get().texts(row, options));
    List<String> texts = options.isEmpty() ? List.copyOf(correct) : present(options).toList();
    if (texts.stream().noneMatch(correct::contains)) {
      throw RegattaException.user(
          Row.placeOf(row) + ": " + correct + " is none of the options " + texts);
    }
    return texts.stream().map(text -> reference(text, correct.contains(text))).toList();
  }

  private Reference reference(String text, boolean correct) {
    return new Reference(
        referenceChange.apply(text), correct ? List.of(Reference.CORRECT) : List.of());
  }

  /**
   * The options in their places: null where a row has none, so that letters and indexes point to
   * what they mean; empty where it has none at all.
   */
  private List<String> options(Map<String, Object> row) {
    List<String> options = new ArrayList<>(definition.choices());
    for (Template template : references) {
      Optional<String> column = template.column();
      Object value = column.isPresent() ? Cells.value(row, column.get()) : template.render(row);
      if (value instanceof List<?> list) {
        list.forEach(item -> options.add(textOrNull(item)));
      } else {
        options.add(textOrNull(value));
      }
    }
    return present(options).findAny().isPresent() ? options : List.of();
  }

  private static String textOrNull(Object value) {
    return value == null ? null : Cells.text(value);
  }

  private static Stream<String> present(List<String> options) {
    return options.stream().filter(Objects::nonNull);
  }

  private static List<Message> messages(Map<String, Object> row, String column) {
    List<Message> messages = new ArrayList<>();
    if (Cells.value(row, column) instanceof List<?> turns) {
      for (int i = 0; i < turns.size(); i++) {
        String turn = column + "[" + i + "]";
        messages.add(
            new Message(Cells.text(row, turn + ".role"), Cells.text(row, turn + ".content")));
      }
      return messages;
    }
    throw RegattaException.user(
        Row.placeOf(row) + ": column " + column + " (expected a list of role and content)");
  }

  private Map<String, Object> extra(Map<String, Object> row) {
    Set<String> columns = new HashSet<>();
    used.forEach(path -> columns.add(Cells.column(path, row)));
    Map<String, Object> extra = new LinkedHashMap<>(row);
    extra.keySet().removeAll(columns);
    return extra;
  }
}
