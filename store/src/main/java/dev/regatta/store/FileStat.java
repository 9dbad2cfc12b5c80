package dev.regatta.store;

/**
 * What is known of a file without reading it.
 *
 * @param version tells one content of the file from another that had its name before
 */
public record FileStat(long bytes, String version) {}
