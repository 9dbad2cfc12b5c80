package dev.regatta.aggregator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** Reads the gold files, which lie beside the checkout in {@code shared/gold}. */
public final class Gold {

  private Gold() {}

  /** The folder; skips the calling test where there is none. */
  public static Path directory() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path gold = at.resolve("shared/gold");
      if (Files.isDirectory(gold)) {
        return gold;
      }
    }
    Assumptions.abort("shared/gold is not beside this checkout");
    throw new IllegalStateException();
  }

  /** The cases of a JSON lines file. */
  public static List<JsonNode> lines(String file) {
    List<JsonNode> cases = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(directory().resolve(file))) {
        cases.add(Json.MAPPER.readTree(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cases;
  }

  /** A JSON document that may be gzipped. */
  public static JsonNode document(Path file) {
    Path zipped = file.resolveSibling(file.getFileName() + ".gz");
    boolean gzip = !Files.exists(file);
    try (InputStream raw = Files.newInputStream(gzip ? zipped : file);
        InputStream in = gzip ? new GZIPInputStream(raw) : raw) {
      return Json.MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
