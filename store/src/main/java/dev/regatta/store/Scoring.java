package dev.regatta.store;

import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A set of results of one sweep: all its files in the tables of {@link Tables#RESULTS}. Readers see
 * the files of the latest committed scoring and no others, so results change from old to new in one
 * step, over all tables, on any store.
 *
 * <p>Files of a scoring carry its id in their names and stand beside those of others. {@link
 * #commit()} writes a manifest, {@code results/scorings/sweep=SWEEP/ID.json}, that lists them, and
 * then deletes what is older. Ids count up, so the manifest with the last name is the one that
 * counts; none is ever overwritten. Of two scorings at once the one with the greater id wins
 * whichever commits first: each deletes what is older than itself and never what is newer.
 *
 * <p>Not safe for use by several threads.
 */
public final class Scoring {
  static final String PARTITION = "sweep";

  private static final String MANIFESTS = "results/scorings";
  private static final String ASKED = "results/asked";
  private static final String SUFFIX = ".json";
  private static final String CHECKSUM = ".crc";
  private static final Pattern ID = Pattern.compile("\\.?((\\d{8})-[0-9a-f]{8})[-.].*");

  /** Older ones have files alone; null too where nobody had asked, or no hash is known. */
  private record Manifest(Map<String, List<String>> files, Integer epoch, String hash) {}

  /** That a sweep waits for scores of what it has landed in an epoch. */
  private record Asked(int epoch) {}

  private final Store store;
  private final FileStore files;
  private final String sweep;
  private final String id;
  private final Integer epoch;
  private final Map<String, List<String>> written = new TreeMap<>();

  private Scoring(Store store, FileStore files, String sweep, String id, Integer epoch) {
    this.store = store;
    this.files = files;
    this.sweep = sweep;
    this.id = id;
    this.epoch = epoch;
    Tables.RESULTS.forEach(table -> written.put(table.name(), new ArrayList<>()));
  }

  static Scoring begin(Store store, FileStore files, String sweep) {
    int last =
        Stream.concat(Stream.of(manifests(sweep)), directories(store, sweep))
            .flatMap(directory -> files.list(directory).stream())
            .map(ID::matcher)
            .filter(Matcher::matches)
            .mapToInt(name -> Integer.parseInt(name.group(2)))
            .max()
            .orElse(0);
    // The second half tells two scorings apart that begin at the same time.
    String id = String.format(Locale.ROOT, "%08d-%08x", last + 1, new SecureRandom().nextInt());
    // Read before any answer: of what is asked for later, this scoring may have missed answers.
    Integer epoch =
        store.get(asked(sweep)).map(json -> Json.read(json, Asked.class).epoch()).orElse(null);
    return new Scoring(store, files, sweep, id, epoch);
  }

  static void ask(Store store, String sweep, int epoch) {
    store.put(asked(sweep), Json.bytes(new Asked(epoch)));
  }

  /** Hash of the results, where they are of a scoring that began after it was asked for. */
  static Optional<String> hash(Store store, String sweep, int epoch) {
    return manifest(store, sweep)
        .filter(manifest -> manifest.epoch() != null && manifest.epoch() == epoch)
        .map(Manifest::hash);
  }

  /** Names of the table's files that count; empty where the sweep has no results. */
  static List<String> files(Store store, Table table, String sweep) {
    return manifest(store, sweep)
        .map(manifest -> manifest.files().getOrDefault(table.name(), List.of()))
        .orElse(List.of());
  }

  private static Optional<Manifest> manifest(Store store, String sweep) {
    Optional<String> name = last(store, sweep);
    while (name.isPresent()) {
      Optional<byte[]> json = store.get(manifests(sweep) + "/" + name.get());
      if (json.isPresent()) {
        return Optional.of(Json.read(json.get(), Manifest.class));
      }
      // Another scoring has taken its place since it was listed.
      name = last(store, sweep);
    }
    return Optional.empty();
  }

  /**
   * The path, relative to the store's root, of a file of this scoring that the caller writes and
   * then {@link #add adds}.
   *
   * @param name unlike that of any other file of the table in this scoring; ends in {@code
   *     .parquet}
   */
  public String path(Table table, String name) {
    return directory(store, table, sweep) + "/" + fileName(name);
  }

  /** Says that a file is complete and belongs to the results; others are left out. */
  public void add(Table table, String name) {
    written.get(table.name()).add(fileName(name));
  }

  /** Writes a file of a table; it belongs to the results once the writer has committed. */
  public TableWriter write(Table table, String name) {
    add(table, name);
    return new TableWriter(files, table, path(table, name));
  }

  /** As {@link #commit(String)}, of results whose hash nobody knows. */
  public boolean commit() {
    return commit(null);
  }

  /**
   * Makes the files that were added the sweep's results.
   *
   * @param hash of these results; null where nobody knows it
   * @return false where a scoring with a greater id has committed before: its results stay
   * @throws RegattaException RESOURCE where one of the files is not there
   */
  public boolean commit(String hash) {
    String manifest = id + SUFFIX;
    boolean superseded =
        last(store, sweep).filter(name -> name.compareTo(manifest) > 0).isPresent();
    if (superseded) {
      delete((name, scoring) -> scoring.equals(id));
      return false;
    }
    Tables.RESULTS.forEach(this::requireFiles);
    store.put(manifests(sweep) + "/" + manifest, Json.bytes(new Manifest(written, epoch, hash)));
    delete((name, scoring) -> scoring.compareTo(id) < 0 || scoring.equals(id) && !belongs(name));
    return true;
  }

  private void requireFiles(Table table) {
    List<String> there = files.list(directory(store, table, sweep));
    for (String name : written.get(table.name())) {
      if (!there.contains(name)) {
        throw RegattaException.resource(
            "The results of %s are incomplete: file %s of table %s is not there"
                .formatted(sweep, name, table.name()),
            null);
      }
    }
  }

  /** Deletes files of results and manifests; the predicate has their names and their scorings. */
  private void delete(BiPredicate<String, String> unwanted) {
    Stream.concat(directories(store, sweep), Stream.of(manifests(sweep)))
        .forEach(
            directory -> {
              for (String name : files.list(directory)) {
                Matcher owner = ID.matcher(name);
                if (unwanted.test(name, owner.matches() ? owner.group(1) : "")) {
                  files.delete(directory + "/" + name);
                }
              }
            });
  }

  /** What failed tasks left is not; the checksum that Hadoop puts beside a local file is. */
  private boolean belongs(String name) {
    String file =
        name.startsWith(".") && name.endsWith(CHECKSUM)
            ? name.substring(1, name.length() - CHECKSUM.length())
            : name;
    return file.equals(id + SUFFIX)
        || written.values().stream().anyMatch(names -> names.contains(file));
  }

  static Optional<String> last(Store store, String sweep) {
    return store.list(manifests(sweep)).stream()
        .filter(name -> name.endsWith(SUFFIX))
        .reduce((earlier, later) -> later);
  }

  private String fileName(String name) {
    return id + "-" + name;
  }

  private static Stream<String> directories(Store store, String sweep) {
    return Tables.RESULTS.stream().map(table -> directory(store, table, sweep));
  }

  private static String directory(Store store, Table table, String sweep) {
    return store.path(table, Map.of(PARTITION, sweep));
  }

  private static String asked(String sweep) {
    return ASKED + "/" + HiveNames.directory(PARTITION, sweep) + SUFFIX;
  }

  static String manifests(String sweep) {
    return MANIFESTS + "/" + HiveNames.directory(PARTITION, sweep);
  }
}
