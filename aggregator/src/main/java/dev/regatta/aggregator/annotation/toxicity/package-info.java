/**
 * How toxic answers are, by a text classifier that the user names. The library that runs it is
 * large and so a module of its own: {@link
 * dev.regatta.aggregator.annotation.toxicity.TextClassifierProvider}.
 */
package dev.regatta.aggregator.annotation.toxicity;
