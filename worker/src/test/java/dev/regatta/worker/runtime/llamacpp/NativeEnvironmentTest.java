package dev.regatta.worker.runtime.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NativeEnvironmentTest {
  @Test
  void setsWhatIsMissingAndKeepsWhatIsThere() {
    String path = System.getenv("PATH");
    NativeEnvironment.setDefaults(Map.of("REGATTA_TEST_ONLY", "yes", "PATH", "other"));
    assertThat(NativeEnvironment.c().getenv("REGATTA_TEST_ONLY")).isEqualTo("yes");
    assertThat(NativeEnvironment.c().getenv("PATH")).isEqualTo(path);
    assertThat(System.getenv("REGATTA_TEST_ONLY")).isNull();
  }
}
