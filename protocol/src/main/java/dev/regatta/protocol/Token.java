package dev.regatta.protocol;

/** A token and its natural-log probability given everything before it. */
public record Token(String text, double logprob) {}
