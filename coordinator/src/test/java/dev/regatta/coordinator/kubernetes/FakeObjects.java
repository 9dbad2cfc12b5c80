package dev.regatta.coordinator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.protocol.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The objects of {@link FakeKube}, their versions and the events of their changes. */
final class FakeObjects implements AutoCloseable {
  private final Map<String, TreeMap<String, ObjectNode>> byPlural = new TreeMap<>();
  private final Map<String, JsonNode> applied = new TreeMap<>();
  private final List<Change> changes = new ArrayList<>();
  private long version = 100;
  private long forgotten;
  private long ended;
  private boolean closed;

  private record Change(long version, String plural, ObjectNode event) {}

  record Event(long version, ObjectNode json) {}

  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    Refusal(int status, String message) {
      super(message);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  private TreeMap<String, ObjectNode> all(String plural) {
    return byPlural.computeIfAbsent(plural, name -> new TreeMap<>());
  }

  synchronized ObjectNode get(String plural, String name) {
    ObjectNode object = all(plural).get(name);
    if (object == null) {
      throw new Refusal(404, plural + " \"" + name + "\" not found");
    }
    return object.deepCopy();
  }

  synchronized boolean has(String plural, String name) {
    return all(plural).containsKey(name);
  }

  synchronized ObjectNode list(String plural, Map<String, String> query) {
    ObjectNode list = Json.MAPPER.createObjectNode();
    list.putObject("metadata").put("resourceVersion", Long.toString(version));
    ArrayNode items = list.putArray("items");
    all(plural).values().stream().filter(each -> selected(each, query)).forEach(items::add);
    return list.deepCopy();
  }

  private static boolean selected(JsonNode object, Map<String, String> query) {
    String label = query.get("labelSelector");
    return label == null || object.path("metadata").path("labels").has(label);
  }

  synchronized ObjectNode create(String plural, JsonNode object) {
    String name = object.at("/metadata/name").asText();
    if (all(plural).containsKey(name)) {
      throw new Refusal(409, plural + " \"" + name + "\" already exists");
    }
    ObjectNode made = object.deepCopy();
    made.withObject("/metadata").put("uid", UUID.randomUUID().toString()).put("generation", 1);
    ObjectNode stored = store("ADDED", plural, made);
    if (orphaned(stored)) {
      delete(plural, name);
    }
    return stored;
  }

  /** What is created for an owner that was deleted meanwhile: the garbage collector takes it. */
  private boolean orphaned(JsonNode object) {
    JsonNode owner = object.at("/metadata/ownerReferences/0/uid");
    return !owner.isMissingNode()
        && byPlural.values().stream()
            .flatMap(objects -> objects.values().stream())
            .noneMatch(each -> each.at("/metadata/uid").equals(owner));
  }

  synchronized ObjectNode replace(String plural, String name, JsonNode object) {
    ObjectNode old = get(plural, name);
    JsonNode expected = object.at("/metadata/resourceVersion");
    if (!expected.isMissingNode() && !expected.equals(old.at("/metadata/resourceVersion"))) {
      throw new Refusal(409, "the object has been modified");
    }
    return changed(plural, old, object.deepCopy());
  }

  synchronized ObjectNode merge(String plural, String name, JsonNode change) {
    ObjectNode old = get(plural, name);
    ObjectNode now = old.deepCopy();
    mergeInto(now, change);
    return changed(plural, old, now);
  }

  /** Fields that were applied before and are not any more go. */
  synchronized ObjectNode apply(String plural, String name, boolean status, JsonNode object) {
    String key = plural + "/" + name + (status ? "/status" : "");
    if (!has(plural, name)) {
      if (status) {
        throw new Refusal(404, plural + " \"" + name + "\" not found");
      }
      applied.put(key, object.deepCopy());
      return create(plural, object);
    }
    ObjectNode old = get(plural, name);
    ObjectNode now = old.deepCopy();
    remove(now, applied.getOrDefault(key, Json.MAPPER.createObjectNode()), object);
    overlay(now, object);
    applied.put(key, object.deepCopy());
    return changed(plural, old, now);
  }

  synchronized ObjectNode delete(String plural, String name) {
    ObjectNode gone = get(plural, name);
    all(plural).remove(name);
    applied.remove(plural + "/" + name);
    store("DELETED", plural, gone);
    String uid = gone.at("/metadata/uid").asText();
    List.copyOf(byPlural.entrySet())
        .forEach(
            entry ->
                List.copyOf(entry.getValue().values()).stream()
                    .filter(each -> each.at("/metadata/ownerReferences/0/uid").asText().equals(uid))
                    .forEach(each -> delete(entry.getKey(), each.at("/metadata/name").asText())));
    return gone;
  }

  private ObjectNode changed(String plural, ObjectNode old, ObjectNode now) {
    if (now.equals(old)) {
      return old;
    }
    if (!now.path("spec").equals(old.path("spec"))) {
      ((ObjectNode) now.get("metadata"))
          .put("generation", old.at("/metadata/generation").asLong() + 1);
    }
    return store("MODIFIED", plural, now);
  }

  private ObjectNode store(String type, String plural, ObjectNode object) {
    version++;
    object.withObject("/metadata").put("resourceVersion", Long.toString(version));
    if (!type.equals("DELETED")) {
      all(plural).put(object.at("/metadata/name").asText(), object);
    }
    ObjectNode event = Json.MAPPER.createObjectNode().put("type", type);
    event.set("object", object.deepCopy());
    changes.add(new Change(version, plural, event));
    notifyAll();
    return object.deepCopy();
  }

  /** All that has happened so far is forgotten: watches from before it are gone. */
  synchronized void forget() {
    version++;
    forgotten = version;
    changes.clear();
    notifyAll();
  }

  /** Ends the watches that are open. */
  synchronized void endWatches() {
    ended++;
    notifyAll();
  }

  /** The next event of a watch, waited for; null where it has ended. */
  synchronized Event next(String plural, Map<String, String> query, long from)
      throws InterruptedException {
    long begun = ended;
    while (!closed && ended == begun) {
      if (from < forgotten) {
        ObjectNode error = Json.MAPPER.createObjectNode().put("type", "ERROR");
        error.putObject("object").put("code", 410).put("message", "too old resource version");
        return new Event(from, error);
      }
      for (Change change : changes) {
        if (change.version > from
            && change.plural.equals(plural)
            && selected(change.event.path("object"), query)) {
          return new Event(change.version, change.event);
        }
      }
      wait();
    }
    return null;
  }

  private static void mergeInto(ObjectNode into, JsonNode change) {
    change
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isNull()) {
                into.remove(field.getKey());
              } else if (field.getValue().isObject()) {
                mergeInto(into.withObject("/" + pointer(field.getKey())), field.getValue());
              } else {
                into.set(field.getKey(), field.getValue());
              }
            });
  }

  private static String pointer(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  private static void remove(ObjectNode from, JsonNode before, JsonNode now) {
    for (Iterator<String> names = before.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!now.has(name)) {
        from.remove(name);
      } else if (from.get(name) instanceof ObjectNode inner) {
        remove(inner, before.get(name), now.get(name));
      }
    }
  }

  private static void overlay(ObjectNode onto, JsonNode object) {
    object
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isObject()
                  && onto.get(field.getKey()) instanceof ObjectNode in) {
                overlay(in, field.getValue());
              } else {
                onto.set(field.getKey(), field.getValue().deepCopy());
              }
            });
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
