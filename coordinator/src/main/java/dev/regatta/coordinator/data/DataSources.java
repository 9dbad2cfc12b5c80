package dev.regatta.coordinator.data;

import static java.util.stream.Collectors.joining;

import dev.regatta.fetch.Compression;
import dev.regatta.fetch.Fetched;
import dev.regatta.fetch.Fetcher;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Opens sources of rows: a local file, a directory (its data files in name order), a pattern with
 * {@code *} in its last step, an {@code http(s)://} or {@code hf://} address; each may be
 * compressed ({@code .gz}, {@code .zst}, {@code .xz}, {@code .bz2}) or an archive ({@code .zip},
 * {@code .tar}, {@code .tar.gz} and the like: all its data files, or those that {@code
 * file.zip!pattern} names). Relative paths start at the base directory. Safe for use by several
 * threads.
 */
public final class DataSources {
  private static final Pattern ARCHIVE =
      Pattern.compile(
          "(?i)(.*\\.(?:zip|tar|tgz|tar\\.(?:gz|zst|xz|bz2))(?:[@?#][^!]*)?)(?:!(.+))?");

  private static final int MOST_NAMES = 20;

  private final Fetcher fetcher;
  private final Path base;
  private final LocalFiles local;
  private final Map<String, String> hashes = Collections.synchronizedMap(new TreeMap<>());

  public DataSources(Fetcher fetcher, Path baseDirectory) {
    this(fetcher, baseDirectory, LocalFiles.anywhere());
  }

  /**
   * @param local files that may be read
   */
  public DataSources(Fetcher fetcher, Path baseDirectory, LocalFiles local) {
    this.fetcher = fetcher;
    this.local = local;
    this.base = baseDirectory.toAbsolutePath().normalize();
  }

  /**
   * Finds, fetches and hashes the files now; reads them later.
   *
   * @throws RegattaException USER where nothing is found, a hash differs or the format is unknown
   */
  public RowSource open(String source, DataOptions options) {
    List<DataFile> files = files(source, options);
    if (files.isEmpty()) {
      throw RegattaException.user(
          "No data files in " + source + " (expected jsonl, json, csv, tsv, txt or parquet)");
    }
    files.forEach(file -> Format.of(file, options));
    return () -> RowStream.of(files, options);
  }

  /** SHA-256 of every file opened so far, by the name that messages call it. */
  public Map<String, String> hashes() {
    synchronized (hashes) {
      return new TreeMap<>(hashes);
    }
  }

  /** The files of this machine that a source reads; none where it is in the network. */
  public List<Path> localFiles(String source) {
    String address = archive(source);
    return isRemote(address) ? List.of() : expand(address).stream().map(Path::of).toList();
  }

  /** A source without the name of what is meant in an archive. */
  public static String archive(String source) {
    Matcher archive = ARCHIVE.matcher(source);
    return archive.matches() ? archive.group(1) : source;
  }

  private static boolean isArchive(String label) {
    return ARCHIVE.matcher(DataFile.plainName(label)).matches();
  }

  private List<DataFile> files(String source, DataOptions options) {
    String address = archive(source);
    Optional<String> member =
        address.equals(source)
            ? Optional.empty()
            : Optional.of(source.substring(address.length() + 1));
    List<String> addresses = expand(address);
    if (addresses.size() > 1 && options.sha256().isPresent()) {
      throw RegattaException.user(
          "A sha256 belongs to one file, but " + source + " is " + addresses.size() + " files");
    }
    List<DataFile> files = new ArrayList<>();
    for (String each : addresses) {
      Fetched fetched = fetcher.fetch(each, options.sha256());
      String label = label(each, fetched);
      hashes.put(label, fetched.sha256());
      files.addAll(
          isArchive(label)
              ? unpack(label, fetched, member)
              : List.of(DataFile.of(label, fetched.path())));
    }
    return files;
  }

  private String label(String address, Fetched fetched) {
    if (isRemote(address)) {
      return fetched.source();
    }
    return local.label(base, fetched.path());
  }

  private static boolean isRemote(String source) {
    return !LocalFiles.isLocal(source);
  }

  private List<String> expand(String address) {
    if (isRemote(address)) {
      return fetcher.expand(address);
    }
    Path path = local.resolve(base, address);
    if (Files.isDirectory(path)) {
      return list(path, file -> isData(file.getFileName().toString()));
    }
    String name = path.getFileName() == null ? "" : path.getFileName().toString();
    if (name.contains("*") && !Files.exists(path)) {
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + name);
      return list(path.getParent(), file -> matcher.matches(file.getFileName()));
    }
    return List.of(path.toString());
  }

  private static List<String> list(Path directory, Predicate<Path> wanted) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(wanted)
          .map(Path::toString)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw RegattaException.user("Cannot list " + directory + ": " + e.getMessage());
    }
  }

  private static boolean isData(String name) {
    return Format.byExtension(Compression.plainName(name)).isPresent() || isArchive(name);
  }

  private List<DataFile> unpack(String label, Fetched archive, Optional<String> member) {
    Path directory = fetcher.unpack(archive);
    Predicate<String> wanted = member.map(DataSources::matching).orElse(DataSources::isMemberData);
    List<String> names = names(directory);
    List<DataFile> files =
        names.stream()
            .filter(wanted)
            .map(name -> new DataFile(label + "!" + name, name, directory.resolve(name)))
            .toList();
    if (member.isPresent() && files.isEmpty()) {
      throw RegattaException.user(
          "There is no " + member.get() + " in " + label + " (it has " + shortened(names) + ")");
    }
    return files;
  }

  /** Paths below a directory, with slashes, in order. */
  private static List<String> names(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw RegattaException.resource("Cannot list " + directory + ": " + e.getMessage(), e);
    }
  }

  /** A path in which {@code *} stands for any part of a name. */
  private static Predicate<String> matching(String member) {
    return Pattern.compile(
            Stream.of(member.split("\\*", -1)).map(Pattern::quote).collect(joining("[^/]*")))
        .asMatchPredicate();
  }

  private static String shortened(List<String> names) {
    return names.size() <= MOST_NAMES
        ? names.toString()
        : names.subList(0, MOST_NAMES) + " and " + (names.size() - MOST_NAMES) + " more";
  }

  /** macOS archives carry a shadow of each file. */
  private static boolean isMemberData(String name) {
    return isData(name) && !isArchive(name) && !name.startsWith("__MACOSX/");
  }
}
