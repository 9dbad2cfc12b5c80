package dev.regatta.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.service.life.Sleeper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Follows the server's own count of what it has served. */
final class ServedRate {
  private static final Duration POLL = Duration.ofMillis(20);

  private final HttpClient http;
  private final URI address;
  private final int count;
  private final List<long[]> samples = new ArrayList<>();

  /** Of what is served from now on. */
  ServedRate(HttpClient http, int port, int count) {
    this.http = http;
    this.address = URI.create("http://127.0.0.1:" + port + "/served");
    this.count = count;
    sample();
  }

  /** Per second, when all is served. */
  double measure(BooleanSupplier alive) {
    // Whoever serves probes first: those requests do not count but to the end.
    while (served() < count) {
      if (!alive.getAsBoolean() && served() < count) {
        sample();
        if (served() < count) {
          throw RegattaException.internal("The process that was measured ended early", null);
        }
      }
      Sleeper.SYSTEM.pause(POLL);
      sample();
    }
    long[] from = first(count / 10);
    long[] to = first(count * 9L / 10);
    return 1e9 * (to[0] - from[0]) / (to[1] - from[1]);
  }

  private long served() {
    return samples.get(samples.size() - 1)[0] - samples.get(0)[0];
  }

  private long[] first(long served) {
    return samples.stream()
        .filter(sample -> sample[0] - samples.get(0)[0] >= served)
        .findFirst()
        .orElseThrow();
  }

  private void sample() {
    try {
      JsonNode reply =
          Json.read(
              http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray()).body(),
              JsonNode.class);
      samples.add(new long[] {reply.get("served").asLong(), reply.get("nanos").asLong()});
    } catch (IOException e) {
      throw RegattaException.internal("The server of the benchmark is gone", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegattaException.internal("Interrupted", e);
    }
  }
}
