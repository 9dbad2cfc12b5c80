package dev.regatta.coordinator.data;

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
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Opens sources of rows: a local file, a directory (its data files in name order), a pattern with
 * {@code *} in its last step, an {@code http(s)://} or {@code hf://} address; each may be
 * compressed ({@code .gz}) or an archive ({@code .zip}: all its data files, or one as {@code
 * file.zip!member}). Relative paths start at the base directory. Safe for use by several threads.
 */
public final class DataSources {
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

  private static String archive(String source) {
    int bang = source.indexOf(".zip!");
    return bang < 0 ? source : source.substring(0, bang + ".zip".length());
  }

  private List<DataFile> files(String source, DataOptions options) {
    int bang = source.indexOf(".zip!");
    String address = archive(source);
    Optional<String> member =
        bang < 0 ? Optional.empty() : Optional.of(source.substring(bang + ".zip!".length()));
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
      files.addAll(unpack(label, fetched.path(), member));
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
    return Format.byExtension(name.replaceFirst("\\.gz$", "")).isPresent() || name.endsWith(".zip");
  }

  private static List<DataFile> unpack(String label, Path path, Optional<String> member) {
    if (!DataFile.plainName(label).endsWith(".zip")) {
      return List.of(new DataFile(label, path, null));
    }
    try (ZipFile zip = new ZipFile(path.toFile())) {
      List<String> names =
          zip.stream().filter(e -> !e.isDirectory()).map(ZipEntry::getName).sorted().toList();
      if (member.isPresent() && !names.contains(member.get())) {
        throw RegattaException.user(
            "There is no " + member.get() + " in " + label + " (it has " + names + ")");
      }
      return names.stream()
          .filter(name -> member.map(name::equals).orElseGet(() -> isMemberData(name)))
          .map(name -> new DataFile(label + "!" + name, path, name))
          .toList();
    } catch (IOException e) {
      throw RegattaException.user("Cannot read the archive " + label + ": " + e.getMessage());
    }
  }

  /** macOS archives carry a shadow of each file. */
  private static boolean isMemberData(String name) {
    return isData(name) && !name.endsWith(".zip") && !name.startsWith("__MACOSX/");
  }
}
