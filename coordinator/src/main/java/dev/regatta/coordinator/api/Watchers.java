package dev.regatta.coordinator.api;

import dev.regatta.protocol.Json;
import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who watch sweeps: each gets an event {@code sweep} with the whole view at first and when it
 * has changed, at most twice a second, until the sweep has ended.
 */
public final class Watchers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);
  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final int MOST = 200;

  /** A comment now and then, so that a watcher that is gone is noticed. */
  private static final int QUIET_TICKS = 20;

  private final Map<SseClient, Watcher> watchers = new ConcurrentHashMap<>();
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "watchers");
            thread.setDaemon(true);
            return thread;
          });

  private static final class Watcher {
    private final Supplier<SweepView> view;
    private String sent = "";
    private int quiet;

    Watcher(Supplier<SweepView> view) {
      this.view = view;
    }
  }

  public Watchers() {
    executor.scheduleWithFixedDelay(
        this::tick, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Takes a watcher on; one too many is sent away with an event {@code error}. */
  void watch(SseClient client, Supplier<SweepView> view) {
    if (watchers.size() >= MOST) {
      client.sendEvent("error", "too many watchers");
      client.close();
      return;
    }
    client.keepAlive();
    Watcher watcher = new Watcher(view);
    client.onClose(() -> watchers.remove(client));
    watchers.put(client, watcher);
    executor.execute(() -> tell(client, watcher));
  }

  private void tick() {
    watchers.forEach(this::tell);
  }

  private void tell(SseClient client, Watcher watcher) {
    try {
      if (client.terminated()) {
        watchers.remove(client);
        return;
      }
      SweepView view = watcher.view.get();
      String json = Json.text(view);
      if (!json.equals(watcher.sent)) {
        client.sendEvent("sweep", json);
        watcher.sent = json;
        watcher.quiet = 0;
      } else if (++watcher.quiet % QUIET_TICKS == 0) {
        client.sendComment("still there");
      }
      if (view.state().ended()) {
        client.close();
      }
    } catch (RuntimeException e) {
      LOG.debug("A watcher is gone", e);
      watchers.remove(client);
      client.close();
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    watchers.keySet().forEach(SseClient::close);
  }
}
