package dev.regatta.coordinator.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A key of a record.
 *
 * @param name the component's name in snake_case, or as it is for {@link CamelCase}
 * @param key its annotation
 */
record KeySpec(String name, RecordComponent component, Key key) {

  /** The components of a record in order, those of flat components not resolved. */
  static List<KeySpec> components(Class<?> type) {
    List<KeySpec> keys = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName();
      keys.add(
          new KeySpec(
              type.isAnnotationPresent(CamelCase.class) ? name : snake(name),
              component,
              component.getAnnotation(Key.class)));
    }
    return keys;
  }

  /** The keys that may stand in the mapping of a record. */
  static List<KeySpec> keys(Class<?> type) {
    return components(type).stream().filter(key -> !key.rest()).flatMap(KeySpec::spread).toList();
  }

  private static Stream<KeySpec> spread(KeySpec key) {
    return key.flat() ? keys(key.component.getType()).stream() : Stream.of(key);
  }

  static boolean hasRest(Class<?> type) {
    return components(type).stream().anyMatch(KeySpec::rest);
  }

  static Optional<String> shorthand(Class<?> type) {
    return Optional.ofNullable(type.getAnnotation(Shorthand.class)).map(Shorthand::value);
  }

  boolean flat() {
    return component.isAnnotationPresent(Flat.class);
  }

  boolean rest() {
    return component.isAnnotationPresent(Rest.class);
  }

  boolean required() {
    return key != null && key.required();
  }

  Type type() {
    return component.getGenericType();
  }

  static Class<?> raw(Type type) {
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : (Class<?>) type;
  }

  /** The last type argument: a list's items, a map's values. */
  static Type argument(Type type) {
    Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
    return arguments[arguments.length - 1];
  }

  /** How the constants of an enum are written in files. */
  static List<String> constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(KeySpec::constant).toList();
  }

  static String constant(Object value) {
    return ((Enum<?>) value).name().toLowerCase(Locale.ROOT);
  }

  static String snake(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
