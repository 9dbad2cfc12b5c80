package dev.regatta.fetch;

/**
 * What a user should know before a file arrives.
 *
 * @param licence its name or address
 * @param origin who publishes the file
 */
public record Terms(String licence, String origin) {}
