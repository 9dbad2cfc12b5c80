package dev.regatta.aggregator.annotation.code;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Namespaces of Linux by {@code bwrap}: {@code /usr} and the Python that was named, both read-only,
 * and nothing else of this machine's files.
 */
public final class Bubblewrap implements Sandbox {
  private static final Path USR = Path.of("/usr");

  /** What of {@code /} is a link into {@code /usr} on today's distributions. */
  private static final List<String> LINKS = List.of("bin", "lib", "lib64");

  private static final String NOBODY = "65534";

  private final Path python;
  private final Limits limits;
  private final boolean root;

  public Bubblewrap(Path python, Limits limits) {
    this(python, limits, "root".equals(System.getProperty("user.name")));
  }

  /**
   * As {@link #Bubblewrap(Path, Limits)}.
   *
   * @param root whether this process is root's: programs are then nobody's
   */
  Bubblewrap(Path python, Limits limits, boolean root) {
    this.python = python;
    this.limits = limits;
    this.root = root;
  }

  @Override
  public String description() {
    return "bubblewrap " + python;
  }

  @Override
  public List<String> command(String name, List<String> arguments) {
    List<String> command = new ArrayList<>();
    if (root) {
      command.addAll(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    }
    command.addAll(
        List.of(
            "bwrap",
            "--unshare-all",
            "--unshare-user",
            "--disable-userns",
            "--die-with-parent",
            "--new-session",
            "--clearenv",
            "--cap-drop",
            "ALL",
            "--hostname",
            "sandbox"));
    command.addAll(List.of("--ro-bind", USR.toString(), USR.toString()));
    LINKS.forEach(link -> command.addAll(List.of("--symlink", "usr/" + link, "/" + link)));
    installations().forEach(path -> command.addAll(List.of("--ro-bind", path, path)));
    command.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
    command.addAll(List.of("--size", Long.toString(limits.scratch()), "--tmpfs", "/tmp"));
    // Even what is there for links alone must not be written to.
    command.addAll(List.of("--remount-ro", "/", "--chdir", "/tmp", python.toString()));
    command.addAll(arguments);
    return command;
  }

  /** Where a Python that is not the system's lies, and the one it was made from. */
  private Set<String> installations() {
    Set<String> paths = new LinkedHashSet<>();
    for (Path executable : List.of(python.toAbsolutePath().normalize(), real(python))) {
      Path home = executable.getParent().getParent();
      if (home != null && home.getNameCount() > 0 && !executable.startsWith(USR)) {
        paths.add(home.toString());
      }
    }
    return paths;
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }
}
