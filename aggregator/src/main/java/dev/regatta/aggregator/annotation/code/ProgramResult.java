package dev.regatta.aggregator.annotation.code;

import dev.regatta.aggregator.annotation.Outcome;

/**
 * What a job came to.
 *
 * @param tests tests that were run; where they are not counted, 1
 * @param message what went wrong, bounded; null where nothing did
 */
record ProgramResult(Outcome outcome, int tests, int testsPassed, String message) {}
