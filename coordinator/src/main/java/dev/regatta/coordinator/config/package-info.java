/**
 * Configuration files (YAML or JSON) as records. Keys are the snake_case names of the record
 * components; {@link dev.regatta.coordinator.config.Key} holds description, default and bounds of
 * each, once: the binder, the JSON Schema and the key tables of the documentation all read them
 * there.
 */
package dev.regatta.coordinator.config;
