package dev.regatta.cli;

import dev.regatta.protocol.RegattaException;
import java.util.List;
import java.util.Optional;

/** How users name a sweep: by its id, by the start of it, or not at all where there is only one. */
final class SweepIds {
  private SweepIds() {}

  /**
   * @param where the ids are, for messages: {@code in DIRECTORY}
   * @throws RegattaException USER where none or several fit; the message lists them
   */
  static String find(Optional<String> idOrStart, List<String> ids, String where) {
    String start = idOrStart.orElse("");
    if (ids.contains(start)) {
      return start;
    }
    List<String> fitting = ids.stream().filter(id -> id.startsWith(start)).toList();
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    if (!fitting.isEmpty()) {
      throw RegattaException.user("Several sweeps fit; name one of " + String.join(", ", fitting));
    }
    throw RegattaException.user(
        ids.isEmpty()
            ? "No sweep " + where
            : "No sweep " + start + " " + where + " (there: " + String.join(", ", ids) + ")");
  }
}
