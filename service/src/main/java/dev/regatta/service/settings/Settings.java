package dev.regatta.service.settings;

import dev.regatta.protocol.Credentials;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The settings of a process, all of them valid. */
public final class Settings {
  private final Map<Setting<?>, Object> values;

  Settings(Map<Setting<?>, Object> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** The value that was given, or the default. */
  public <T> T get(Setting<T> setting) {
    Object value = values.get(setting);
    if (value == null) {
      throw new IllegalArgumentException("Not a setting of this service: " + setting.key());
    }
    @SuppressWarnings("unchecked") // put in under the setting that parsed it
    T typed = (T) value;
    return typed;
  }

  /** The value that was given; empty where the default holds. */
  public <T> Optional<T> given(Setting<T> setting) {
    T value = get(setting);
    return value.equals(setting.absent()) ? Optional.empty() : Optional.of(value);
  }

  /** What was given in place of a default, without secrets: of maps, the names only. */
  @Override
  public String toString() {
    return values.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(entry.getKey().absent()))
        .map(entry -> entry.getKey().key() + "=" + shown(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static <T> String shown(Setting<T> setting, Object value) {
    if (setting.form() == Setting.Form.MAP) {
      return String.valueOf(((Map<?, ?>) value).keySet());
    }
    @SuppressWarnings("unchecked") // put in under the setting that parsed it
    T typed = (T) value;
    return Credentials.hidden(setting.type().print(typed));
  }
}
