package dev.regatta.aggregator.summary;

/** A link below a table. */
public record Link(String text, String href) {}
