package dev.regatta.aggregator.annotation.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BubblewrapTest extends SandboxContract {
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  @Override
  Sandbox sandbox(Limits limits) {
    return new Bubblewrap(PYTHON, limits);
  }

  @Test
  void theCommandSharesNothing() {
    List<String> command = new Bubblewrap(PYTHON, LIMITS, false).command("x", List.of("-c", "1"));
    assertThat(command)
        .startsWith("bwrap", "--unshare-all")
        .endsWith("/usr/bin/python3", "-c", "1");
    assertThat(command)
        .contains("--die-with-parent", "--new-session", "--clearenv", "--disable-userns")
        .containsSequence("--cap-drop", "ALL")
        .containsSequence("--size", "4194304", "--tmpfs", "/tmp")
        .containsSequence("--remount-ro", "/")
        .containsOnlyOnce("--ro-bind")
        .doesNotContain("--bind", "--dev-bind", "--share-net");
  }

  @Test
  void rootBecomesNobody() {
    assertThat(new Bubblewrap(PYTHON, LIMITS, true).command("x", List.of()))
        .startsWith("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "bwrap");
  }

  @Test
  void anotherPythonIsThereWithTheOneItWasMadeFrom(@TempDir Path directory) throws Exception {
    Path base = Files.createDirectories(directory.resolve("base/bin")).resolve("python3.11");
    Files.createFile(base);
    Path own = Files.createDirectories(directory.resolve("own/bin")).resolve("python3");
    Files.createSymbolicLink(own, base);
    String ownHome = directory.resolve("own").toString();
    String baseHome = directory.toRealPath().resolve("base").toString();
    assertThat(new Bubblewrap(own, LIMITS, false).command("x", List.of()))
        .containsSequence("--ro-bind", ownHome, ownHome, "--ro-bind", baseHome, baseHome);
  }
}
