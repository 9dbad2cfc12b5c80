package dev.regatta.aggregator.sink;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import dev.regatta.store.FileStat;
import dev.regatta.store.FileStore;
import dev.regatta.store.PendingFile;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;

/** A file store whose process dies when a file is put in place: from then on every call fails. */
final class KilledStore implements FileStore {
  /** The moment of death. */
  enum Moment {
    BEFORE,
    AFTER
  }

  static final class Killed extends RegattaException {
    private static final long serialVersionUID = 1L;

    Killed() {
      super(ErrorCategory.RESOURCE, "Killed");
    }
  }

  private final FileStore files;
  private final Moment moment;
  private final Predicate<String> victim;
  private boolean dead;

  KilledStore(FileStore files, Moment moment, Predicate<String> victim) {
    this.files = files;
    this.moment = moment;
    this.victim = victim;
  }

  private FileStore alive() {
    if (dead) {
      throw new Killed();
    }
    return files;
  }

  /** Does what puts a file in place, unless death comes first. */
  private void place(String path, Consumer<FileStore> action) {
    boolean hit = victim.test(path);
    dead |= hit && moment == Moment.BEFORE;
    action.accept(alive());
    dead |= hit;
    alive();
  }

  @Override
  public PendingFile write(String path) {
    PendingFile file = alive().write(path);
    return new PendingFile() {
      @Override
      public OutputFile output() {
        return file.output();
      }

      @Override
      public void commit() {
        place(path, files -> file.commit());
      }

      @Override
      public void abort() {
        alive();
        file.abort();
      }
    };
  }

  @Override
  public void put(String path, byte[] bytes) {
    place(path, files -> files.put(path, bytes));
  }

  @Override
  public String location() {
    return alive().location();
  }

  @Override
  public InputFile input(String path) {
    return alive().input(path);
  }

  @Override
  public FileStat stat(String path) {
    return alive().stat(path);
  }

  @Override
  public Optional<byte[]> get(String path) {
    return alive().get(path);
  }

  @Override
  public boolean exists(String path) {
    return alive().exists(path);
  }

  @Override
  public List<String> list(String directory) {
    return alive().list(directory);
  }

  @Override
  public void delete(String path) {
    alive().delete(path);
  }
}
