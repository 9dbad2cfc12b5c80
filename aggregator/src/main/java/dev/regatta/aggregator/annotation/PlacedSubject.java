package dev.regatta.aggregator.annotation;

import java.io.Serializable;

/**
 * A subject and the answer that it comes from.
 *
 * @param output number of the answer's output, from 0
 */
public record PlacedSubject(
    Subject subject, String run, String instance, String request, int output)
    implements Serializable {}
