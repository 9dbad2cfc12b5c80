package dev.regatta.fetch;

import java.nio.file.Path;

/**
 * A file at hand.
 *
 * @param path where it lies; a user's own file stays where it is, all others lie in the cache
 * @param sha256 of its bytes, lower-case hexadecimal
 * @param source the one it came from, without credentials
 */
public record Fetched(Path path, String sha256, String source) {}
