package dev.regatta.coordinator.helm;

import java.util.List;
import java.util.Optional;

/**
 * One entry of a run-entry file.
 *
 * @param place file and line, for messages
 * @param description see {@link RunDescription}
 * @param priority 1 is the highest; entries without one are always run
 * @param groups run groups that are added; absent where the key is
 */
record RunEntry(
    String place, String description, Optional<Integer> priority, Optional<List<String>> groups) {}
