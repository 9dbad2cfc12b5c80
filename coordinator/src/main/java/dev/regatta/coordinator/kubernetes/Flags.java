package dev.regatta.coordinator.kubernetes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Arguments of a command line that a user may replace, one by one. */
final class Flags {
  private record Flag(String name, List<String> words) {}

  private final List<Flag> flags = new ArrayList<>();

  /** A flag with its value in the next word. */
  Flags add(String name, Object value) {
    flags.add(new Flag(name, List.of(name, String.valueOf(value))));
    return this;
  }

  /** One of several of a name, which a user replaces by naming what stands before the {@code =}. */
  Flags addEntry(String name, String key, Object value) {
    flags.add(new Flag(name + " " + key, List.of(name, key + "=" + value)));
    return this;
  }

  /** These, without those that are given as well, and the given ones. */
  List<String> with(List<String> given) {
    Set<String> names = names(given);
    List<String> all =
        flags.stream()
            .filter(flag -> !names.contains(flag.name))
            .flatMap(flag -> flag.words.stream())
            .collect(Collectors.toCollection(ArrayList::new));
    all.addAll(given);
    return all;
  }

  private static Set<String> names(List<String> given) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < given.size(); i++) {
      String name = beforeEquals(given.get(i));
      names.add(name);
      boolean inNextWord = name.equals(given.get(i)) && i + 1 < given.size();
      String value =
          inNextWord
              ? given.get(i + 1)
              : given.get(i).substring(Math.min(name.length() + 1, given.get(i).length()));
      names.add(name + " " + beforeEquals(value));
    }
    return names;
  }

  private static String beforeEquals(String word) {
    int equals = word.indexOf('=');
    return equals < 0 ? word : word.substring(0, equals);
  }
}
