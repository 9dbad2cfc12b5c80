package dev.regatta.aggregator.annotation.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A container for each program, by Docker or Podman. The image must be there already. */
public final class Container implements Sandbox {
  private static final String NOBODY = "65534:65534";

  private final String engine;
  private final String image;
  private final Limits limits;

  /**
   * @param engine {@code docker} or {@code podman}
   * @param image one with {@code python3}
   */
  public Container(String engine, String image, Limits limits) {
    this.engine = engine;
    this.image = image;
    this.limits = limits;
  }

  @Override
  public String description() {
    return engine + " " + image;
  }

  @Override
  public List<String> command(String name, List<String> arguments) {
    String memory = Long.toString(limits.memory());
    List<String> command =
        new ArrayList<>(List.of(engine, "run", "--rm", "--interactive", "--init", "--pull=never"));
    command.addAll(List.of("--name", name, "--hostname", "sandbox", "--network", "none"));
    command.addAll(List.of("--ipc", "none", "--read-only", "--user", NOBODY));
    command.addAll(List.of("--cap-drop", "ALL", "--security-opt", "no-new-privileges"));
    command.addAll(List.of("--memory", memory, "--memory-swap", memory, "--cpus", "1"));
    // One more for the process that --init puts in front.
    command.addAll(List.of("--pids-limit", Integer.toString(limits.processes() + 1)));
    command.addAll(List.of("--tmpfs", "/tmp:rw,nosuid,nodev,mode=1777,size=" + limits.scratch()));
    command.addAll(List.of("--workdir", "/tmp", "--entrypoint", "python3", image));
    command.addAll(arguments);
    return command;
  }

  @Override
  public List<String> end(String name) {
    return List.of(engine, "kill", name);
  }

  /** Containers share their user, and with it that limit. */
  @Override
  public boolean countsProcesses() {
    return true;
  }

  /** Where the engine listens and its client keeps its settings. */
  @Override
  public Set<String> environment() {
    return Set.of("HOME", "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "XDG_RUNTIME_DIR");
  }
}
