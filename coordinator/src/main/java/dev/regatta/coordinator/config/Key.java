package dev.regatta.coordinator.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a key of a configuration file means and takes. An absent key without a default gives an
 * empty list, map, record or {@code Optional}, and null for anything else.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
  /** One sentence for the documentation. */
  String value();

  boolean required() default false;

  /** The default as it would be written in YAML; empty for none. */
  String byDefault() default "";

  /** Least number that is allowed. */
  double min() default Double.NEGATIVE_INFINITY;

  /** Greatest number that is allowed. */
  double max() default Double.POSITIVE_INFINITY;

  /** The allowed texts; empty for any. */
  String[] oneOf() default {};
}
