package dev.regatta.coordinator.perturb;

import dev.regatta.protocol.RegattaException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Names and the groups they belong to, in the order of the file. */
final class PersonNames {
  /** A line of the file. */
  private record Entry(String name, String type, Map<String, String> groups) {}

  private final List<Entry> entries;

  private PersonNames(List<Entry> entries) {
    this.entries = entries;
  }

  /**
   * @param lines {@code name,type[,category,value]*}
   */
  static PersonNames parse(List<String> lines, String file) {
    List<Entry> entries = new ArrayList<>();
    for (int line = 0; line < lines.size(); line++) {
      if (!lines.get(line).isBlank()) {
        entries.add(entry(lines.get(line), file, line + 1));
      }
    }
    return new PersonNames(entries);
  }

  private static Entry entry(String line, String file, int number) {
    String[] fields = line.strip().toLowerCase(Locale.ROOT).split(",");
    if (fields.length < 2 || fields.length % 2 != 0) {
      throw RegattaException.user(
          file + ", line " + number + ": " + line + " (expected: name,type[,category,value]...)");
    }
    Map<String, String> groups = new LinkedHashMap<>();
    for (int i = 2; i < fields.length; i += 2) {
      groups.put(fields[i], fields[i + 1]);
    }
    return new Entry(fields[0].strip(), fields[1], groups);
  }

  PersonNames ofType(String type) {
    return new PersonNames(entries.stream().filter(e -> e.type().equals(type)).toList());
  }

  /**
   * The names that have all these values, each by any line: those of the first category in the
   * order of the file, as often as it has them.
   */
  List<String> of(Map<String, String> classes) {
    List<String> names = null;
    for (Map.Entry<String, String> wanted : classes.entrySet()) {
      List<String> having = having(wanted.getKey(), wanted.getValue());
      if (names == null) {
        names = having;
      } else {
        Set<String> also = Set.copyOf(having);
        names = names.stream().filter(also::contains).toList();
      }
    }
    return names == null ? List.of() : names;
  }

  /** The first of these values of a category that a name has. */
  Optional<String> first(String category, String name, List<String> values) {
    return values.stream().filter(value -> having(category, value).contains(name)).findFirst();
  }

  /** Names of the lines with this value. */
  List<String> having(String category, String value) {
    return entries.stream()
        .filter(entry -> value.equals(entry.groups().get(category)))
        .map(Entry::name)
        .toList();
  }
}
