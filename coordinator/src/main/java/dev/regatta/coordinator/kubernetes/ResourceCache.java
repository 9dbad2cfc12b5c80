package dev.regatta.coordinator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.service.life.Sleeper;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects of a kind as the cluster has them, kept up to date by one list and then a watch. A
 * watch that ends goes on where it was; one that the server cannot continue begins with a list
 * again. Errors are tried again for ever, later each time.
 *
 * <p>The client's own informers are no choice: they read models, which refuse every object of a
 * server that knows a field more.
 */
final class ResourceCache implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ResourceCache.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final KubeApi api;
  private final KubeResource resource;
  private final Map<String, String> selectors;
  private final List<String> without;
  private final Runnable changed;
  private final Sleeper sleeper;
  private final Map<String, JsonNode> items = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean synced;
  private volatile KubeException problem;
  private volatile boolean closed;
  private volatile KubeWatch watch;
  private String version = "";

  private ResourceCache(
      KubeApi api,
      KubeResource resource,
      Map<String, String> selectors,
      List<String> without,
      Runnable changed,
      Sleeper sleeper) {
    this.api = api;
    this.resource = resource;
    this.selectors = Map.copyOf(selectors);
    this.without = List.copyOf(without);
    this.changed = changed;
    this.sleeper = sleeper;
    this.thread = new Thread(this::run, "watch-" + resource.plural());
    thread.setDaemon(true);
  }

  /**
   * Begins to watch.
   *
   * @param without keys of the objects that are not kept
   * @param changed called after every change, by the watching thread; must be quick
   */
  static ResourceCache follow(
      KubeApi api,
      KubeResource resource,
      Map<String, String> selectors,
      List<String> without,
      Runnable changed,
      Sleeper sleeper) {
    ResourceCache cache = new ResourceCache(api, resource, selectors, without, changed, sleeper);
    cache.thread.start();
    return cache;
  }

  /** Whether everything has been read at least once. */
  boolean synced() {
    return synced;
  }

  /** Why the present state is not known. */
  Optional<KubeException> problem() {
    return Optional.ofNullable(problem);
  }

  Optional<JsonNode> get(String name) {
    return Optional.ofNullable(items.get(name));
  }

  Collection<JsonNode> all() {
    return items.values();
  }

  /**
   * Takes what the server has answered to a change, before the watch tells it. Of an object that is
   * not known, nothing is taken: it may have been deleted since.
   */
  void answered(JsonNode object) {
    ObjectNode given = slim(object);
    items.computeIfPresent(name(object), (name, old) -> newer(old, given));
  }

  private void put(JsonNode object) {
    items.merge(name(object), slim(object), ResourceCache::newer);
  }

  private static JsonNode newer(JsonNode old, JsonNode given) {
    return isOlder(given, old) ? old : given;
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    while (!closed) {
      try {
        if (version.isEmpty()) {
          list();
        }
        problem = null;
        boolean live = watch();
        pause = live ? FIRST_PAUSE : longer(pause);
        if (live) {
          continue;
        }
      } catch (KubeException e) {
        if (closed) {
          return;
        }
        pause = failed(e, pause);
      } catch (RuntimeException e) {
        LOG.warn("Cannot read an answer about {}", resource.qualified(), e);
        version = "";
        pause = longer(pause);
      }
      if (!slept(pause)) {
        return;
      }
    }
  }

  private Duration failed(KubeException e, Duration pause) {
    if (e.gone()) {
      LOG.debug("{} are read anew", resource.qualified());
      version = "";
      return FIRST_PAUSE;
    }
    if (problem == null) {
      LOG.warn("{}", e.getMessage());
    }
    problem = e;
    return longer(pause);
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private boolean slept(Duration pause) {
    try {
      sleeper.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void list() {
    JsonNode list = api.list(resource, selectors);
    Map<String, JsonNode> found = new HashMap<>();
    list.path("items").forEach(item -> found.put(name(item), slim(item)));
    Set<String> gone = new HashSet<>(items.keySet());
    gone.removeAll(found.keySet());
    gone.forEach(items::remove);
    items.putAll(found);
    version = list.path("metadata").path("resourceVersion").asText();
    synced = true;
    changed.run();
  }

  /** Follows until the watch ends; false where nothing came of it. */
  private boolean watch() {
    boolean live = false;
    try (KubeWatch events = api.watch(resource, selectors, version)) {
      watch = events;
      while (!closed) {
        Optional<KubeWatch.Event> event = events.next();
        if (event.isEmpty()) {
          return live;
        }
        live = true;
        apply(event.get());
      }
      return live;
    } finally {
      watch = null;
    }
  }

  private void apply(KubeWatch.Event event) {
    JsonNode object = event.object();
    version = version(object);
    switch (event.type()) {
      case "ADDED", "MODIFIED" -> put(object);
      case "DELETED" -> items.remove(name(object));
      default -> {
        return;
      }
    }
    changed.run();
  }

  private ObjectNode slim(JsonNode object) {
    ObjectNode kept = object.deepCopy();
    kept.remove(without);
    if (kept.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
    }
    return kept;
  }

  /** Resource versions of one kind are numbers that grow. */
  private static boolean isOlder(JsonNode one, JsonNode other) {
    try {
      return Long.parseLong(version(one)) < Long.parseLong(version(other));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String version(JsonNode object) {
    return object.path("metadata").path("resourceVersion").asText();
  }

  private static String name(JsonNode object) {
    return object.path("metadata").path("name").asText();
  }

  @Override
  public void close() {
    closed = true;
    KubeWatch open = watch;
    if (open != null) {
      open.cancel();
    }
    thread.interrupt();
  }
}
