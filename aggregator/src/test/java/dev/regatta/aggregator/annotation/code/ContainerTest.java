package dev.regatta.aggregator.annotation.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ContainerTest {
  private static final String IMAGE = "python:3.11-slim";

  @Nested
  class Docker extends SandboxContract {
    @Override
    Sandbox sandbox(Limits limits) {
      return new Container("docker", IMAGE, limits);
    }
  }

  @Nested
  class Podman extends SandboxContract {
    @Override
    Sandbox sandbox(Limits limits) {
      return new Container("podman", IMAGE, limits);
    }
  }

  @Test
  void theCommandIsExactlyThis() {
    Container container = new Container("podman", IMAGE, SandboxContract.LIMITS);
    assertThat(String.join(" ", container.command("regatta-1", List.of("-c", "pass"))))
        .isEqualTo(
            "podman run --rm --interactive --init --pull=never --name regatta-1 --hostname sandbox"
                + " --network none --ipc none --read-only --user 65534:65534 --cap-drop ALL"
                + " --security-opt no-new-privileges --memory 268435456 --memory-swap 268435456"
                + " --cpus 1 --pids-limit 9 --tmpfs /tmp:rw,nosuid,nodev,mode=1777,size=4194304"
                + " --workdir /tmp --entrypoint python3 python:3.11-slim -c pass");
    assertThat(container.end("regatta-1")).containsExactly("podman", "kill", "regatta-1");
  }
}
