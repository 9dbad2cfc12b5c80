package dev.regatta.service.settings;

import java.util.Map;

/** The settings of a process, all of them valid. */
public final class Settings {
  private final Map<Setting<?>, Object> values;

  Settings(Map<Setting<?>, Object> values) {
    this.values = Map.copyOf(values);
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
}
