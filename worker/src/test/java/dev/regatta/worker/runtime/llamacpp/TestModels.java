package dev.regatta.worker.runtime.llamacpp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Model files for tests. */
final class TestModels {
  private static final String SMOLLM2_SHA256 =
      "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";
  private static final long SMOLLM2_BYTES = 98_362_432;

  private static Optional<Path> smolLm2;

  private TestModels() {}

  /** Two layers of random weights; what it says means nothing. */
  static Path tiny() {
    try {
      return Path.of(TestModels.class.getResource("/llamacpp/tiny.gguf").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** SmolLM2-135M-Instruct Q4_1, where this machine has it; otherwise the test is skipped. */
  static synchronized Path smolLm2() {
    if (smolLm2 == null) {
      smolLm2 =
          candidates()
              .filter(f -> f.toFile().length() == SMOLLM2_BYTES)
              .filter(f -> Sha256.of(f).equals(SMOLLM2_SHA256))
              .findFirst();
    }
    assumeTrue(
        smolLm2.isPresent(),
        "SmolLM2-135M-Instruct.Q4_1.gguf is neither at REGATTA_TEST_MODEL nor in the cache");
    return smolLm2.get();
  }

  private static Stream<Path> candidates() {
    String named = System.getProperty("REGATTA_TEST_MODEL", System.getenv("REGATTA_TEST_MODEL"));
    if (named != null) {
      return Stream.of(Path.of(named));
    }
    Path cache = Path.of(System.getProperty("user.home"), ".cache");
    return Stream.of("regatta", "regatta-dev").map(cache::resolve).flatMap(TestModels::files);
  }

  private static Stream<Path> files(Path directory) {
    if (!Files.isDirectory(directory)) {
      return Stream.empty();
    }
    try (Stream<Path> walk = Files.walk(directory)) {
      List<Path> files = walk.filter(Files::isRegularFile).toList();
      return files.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
