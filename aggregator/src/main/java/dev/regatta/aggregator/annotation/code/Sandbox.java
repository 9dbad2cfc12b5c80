package dev.regatta.aggregator.annotation.code;

import java.util.List;
import java.util.Set;

/**
 * A place for programs that nobody trusts. Inside, there is no network, nothing of the user's files
 * or environment, no other process, and no file to write but in {@code /tmp}, which is empty at the
 * start and gone at the end. Whatever a program has started ends with it.
 */
public interface Sandbox {

  /** What it is, for the record. */
  String description();

  /**
   * The command that runs Python inside, its standard streams connected to the program's.
   *
   * @param name unique to this run
   * @param arguments of Python
   */
  List<String> command(String name, List<String> arguments);

  /** The command that ends the run of that name, where killing its process is not enough. */
  default List<String> end(String name) {
    return List.of();
  }

  /**
   * Whether it counts processes itself, rather than leave that to a limit of the program's user.
   */
  default boolean countsProcesses() {
    return false;
  }

  /** Variables of the environment that {@link #command} itself needs; the program sees none. */
  default Set<String> environment() {
    return Set.of();
  }
}
