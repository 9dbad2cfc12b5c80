package dev.regatta.store;

import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;

/** Files of a local or mounted file system. */
final class LocalFileStore extends RenamingFileStore {
  private final Path root;

  LocalFileStore(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public String location() {
    return root.toString();
  }

  @Override
  public InputFile input(String path) {
    return new LocalInput(resolve(path));
  }

  @Override
  public FileStat stat(String path) {
    return attempt(
        "look at",
        path,
        () -> {
          Path file = resolve(path);
          return new FileStat(Files.size(file), Files.getLastModifiedTime(file).toString());
        });
  }

  @Override
  OutputFile output(String path) {
    Path file = resolve(path);
    return attempt(
        "write",
        path,
        () -> {
          Files.createDirectories(file.getParent());
          return new LocalOutputFile(file);
        });
  }

  @Override
  public Optional<byte[]> get(String path) {
    return attempt(
        "read",
        path,
        () -> {
          try {
            return Optional.of(Files.readAllBytes(resolve(path)));
          } catch (NoSuchFileException e) {
            return Optional.empty();
          }
        });
  }

  @Override
  void create(String path, byte[] bytes) {
    attempt(
        "write",
        path,
        () -> {
          Path file = resolve(path);
          Files.createDirectories(file.getParent());
          return Files.write(file, bytes, StandardOpenOption.CREATE_NEW);
        });
  }

  @Override
  public boolean exists(String path) {
    return Files.exists(resolve(path));
  }

  @Override
  public List<String> list(String directory) {
    return attempt(
        "list",
        directory,
        () -> {
          try (Stream<Path> entries = Files.list(resolve(directory))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
          } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
          }
        });
  }

  @Override
  void move(String from, String to) {
    attempt(
        "move " + from + " to",
        to,
        () -> {
          Path source = resolve(from);
          Path target = resolve(to);
          force(source, StandardOpenOption.WRITE);
          Files.createDirectories(target.getParent());
          Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
          force(target.getParent(), StandardOpenOption.READ);
          return target;
        });
  }

  /** Without this a power cut could keep the new name and lose the content behind it. */
  private static void force(Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }

  @Override
  public void delete(String path) {
    attempt(
        "delete",
        path,
        () -> {
          try (Stream<Path> all = Files.walk(resolve(path))) {
            for (Path entry : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
              Files.deleteIfExists(entry);
            }
          } catch (NoSuchFileException e) {
            return path;
          }
          return path;
        });
  }

  private Path resolve(String path) {
    Path resolved = root.resolve(path).normalize();
    if (!resolved.startsWith(root)) {
      throw RegattaException.user("Path " + path + " leads out of the store " + root);
    }
    return resolved;
  }

  private <T> T attempt(String verb, String path, IoCall<T> call) {
    try {
      return call.run();
    } catch (IOException e) {
      throw RegattaException.resource(
          "Cannot " + verb + " " + path + " in the store " + root + ": " + e, e);
    } catch (UncheckedIOException e) {
      throw RegattaException.resource(
          "Cannot " + verb + " " + path + " in the store " + root + ": " + e.getCause(), e);
    }
  }
}
