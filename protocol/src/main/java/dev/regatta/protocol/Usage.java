package dev.regatta.protocol;

/**
 * Tokens counted by the engine.
 *
 * @param promptTokens tokens of the prompt
 * @param cachedTokens those of them that came from a shared prefix
 * @param completionTokens tokens generated over all outputs
 */
public record Usage(int promptTokens, int cachedTokens, int completionTokens) {}
