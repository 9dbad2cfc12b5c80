package dev.regatta.coordinator.config;

import dev.regatta.protocol.RegattaException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Records as plain maps. */
public final class Records {
  private Records() {}

  /** The components by their keys, those that are absent left out. */
  public static Map<String, Object> toMap(Record value) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (KeySpec key : KeySpec.components(value.getClass())) {
      Object component = read(key, value);
      Object plain = component instanceof Optional<?> given ? given.orElse(null) : component;
      if (plain != null) {
        map.put(key.name(), plain);
      }
    }
    return map;
  }

  private static Object read(KeySpec key, Record holder) {
    try {
      var accessor = key.component().getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(holder);
    } catch (ReflectiveOperationException e) {
      throw RegattaException.internal("Cannot read " + key.name(), e);
    }
  }
}
