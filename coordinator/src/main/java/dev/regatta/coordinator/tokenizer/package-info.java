/** The tokenizers of models: texts to tokens and back, from a file beside the sweep. */
package dev.regatta.coordinator.tokenizer;
