package dev.regatta.protocol;

/**
 * What a coordinator says of itself.
 *
 * @param leads true for the one that plans and writes; the others answer questions
 * @param url address of its API; null where it has none
 */
public record CoordinatorDetails(boolean leads, String url) {}
