/**
 * Text classifiers by ONNX Runtime, for the metric {@code toxicity}. A module of its own because of
 * the library's size; found by {@link java.util.ServiceLoader}.
 */
package dev.regatta.toxicity;
