package dev.regatta.coordinator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Files of the {@code shared} folder that may lie beside the checkout; a test that asks for an
 * absent one is skipped.
 */
public final class SharedFiles {
  private SharedFiles() {}

  public static Path find(String name) {
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      Path file = folder.resolve("shared").resolve(name);
      if (Files.exists(file)) {
        return file;
      }
    }
    Assumptions.abort("No shared/" + name + " beside the checkout");
    throw new IllegalStateException("abort returns never");
  }

  /** The cases of a JSON lines file under {@code shared/gold}. */
  public static List<JsonNode> gold(String name) {
    try (Stream<String> lines = Files.lines(find("gold/" + name))) {
      return lines.map(line -> Json.read(line, JsonNode.class)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
