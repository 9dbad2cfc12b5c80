package dev.regatta.store.s3;

import dev.regatta.protocol.RegattaException;
import dev.regatta.store.FileStat;
import dev.regatta.store.FileStore;
import dev.regatta.store.PendingFile;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/**
 * Files that are objects of a bucket. Nothing is renamed: a small file is one request, a large one
 * an upload that is completed at its commit. Directories are what keys have in common.
 */
final class S3FileStore implements FileStore {
  private final Bucket bucket;
  private final String location;

  /** Empty, or ends in a slash. */
  private final String root;

  /**
   * @param location the URI, for messages
   * @param root what all keys start with; empty, or ends in a slash
   */
  S3FileStore(Bucket bucket, String location, String root) {
    this.bucket = bucket;
    this.location = location;
    this.root = root;
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public InputFile input(String path) {
    return new ObjectInput(bucket, object(path));
  }

  @Override
  public FileStat stat(String path) {
    Bucket.Stat object = object(path);
    return new FileStat(object.size(), object.tag());
  }

  private Bucket.Stat object(String path) {
    return attempt("read", path, () -> bucket.stat(key(path)))
        .orElseThrow(() -> failed("read", path, "there is no such object", null));
  }

  @Override
  public PendingFile write(String path) {
    Upload upload = attempt("write", path, () -> new Upload(bucket, key(path)));
    return new PendingFile() {
      @Override
      public OutputFile output() {
        return upload;
      }

      @Override
      public void commit() {
        run("write", path, upload::complete);
      }

      @Override
      public void abort() {
        run("give up writing", path, upload::abort);
      }
    };
  }

  @Override
  public Optional<byte[]> get(String path) {
    return attempt("read", path, () -> bucket.get(key(path)));
  }

  @Override
  public void put(String path, byte[] bytes) {
    run("write", path, () -> bucket.put(key(path), bytes));
  }

  @Override
  public boolean exists(String path) {
    return attempt(
        "look for",
        path,
        () -> bucket.stat(key(path)).isPresent() || bucket.anyBelow(key(path) + "/"));
  }

  @Override
  public List<String> list(String directory) {
    String prefix = directory.isEmpty() ? root : key(directory) + "/";
    Bucket.Listing listing = attempt("list", directory, () -> bucket.list(prefix));
    return Stream.concat(
            listing.objects().stream().map(Bucket.Stat::key),
            listing.prefixes().stream().map(deeper -> deeper.substring(0, deeper.length() - 1)))
        .map(key -> key.substring(prefix.length()))
        .sorted()
        .distinct()
        .toList();
  }

  @Override
  public void delete(String path) {
    run(
        "delete",
        path,
        () -> {
          if (path.isEmpty()) {
            bucket.deleteBelow(root);
          } else {
            bucket.deleteTree(key(path));
          }
        });
  }

  private String key(String path) {
    if (path.startsWith("/") || Arrays.asList(path.split("/")).contains("..")) {
      throw RegattaException.user("Path " + path + " leads out of the store " + location);
    }
    return root + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
  }

  private void run(String verb, String path, Runnable call) {
    attempt(
        verb,
        path,
        () -> {
          call.run();
          return path;
        });
  }

  private <T> T attempt(String verb, String path, Supplier<T> call) {
    try {
      return call.get();
    } catch (NoSuchBucketException e) {
      throw RegattaException.user(
          "The store " + location + " has no bucket (expected: one that exists)");
    } catch (NoSuchUploadException e) {
      throw failed(verb, path, "another writer of the same file has begun since", e);
    } catch (SdkException e) {
      throw failed(verb, path, e.getMessage(), e);
    }
  }

  private RegattaException failed(String verb, String path, String why, Exception cause) {
    return RegattaException.resource(
        "Cannot " + verb + " " + path + " in the store " + location + ": " + why, cause);
  }
}
