package dev.regatta.service.settings;

import dev.regatta.protocol.RegattaException;
import java.util.List;
import java.util.function.Consumer;

/**
 * What several settings must fulfil together, or one beyond its bounds. It is asked where each of
 * them is valid by itself, so that its problem is told together with all others.
 *
 * @param settings that the check looks at
 * @param check throws a {@link RegattaException} with the problem; changes nothing
 */
public record Rule(List<Setting<?>> settings, Consumer<Settings> check) {
  public Rule {
    settings = List.copyOf(settings);
  }
}
