package dev.regatta.aggregator.sink;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import dev.regatta.store.FileStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;

/** A file store whose process dies around the move of a file: from then on every call fails. */
final class KilledStore implements FileStore {
  /** The moment of death. */
  enum Moment {
    BEFORE_MOVE,
    AFTER_MOVE
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

  @Override
  public void move(String from, String to) {
    boolean hit = victim.test(to);
    dead |= hit && moment == Moment.BEFORE_MOVE;
    alive().move(from, to);
    dead |= hit;
    alive();
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
  public OutputFile output(String path) {
    return alive().output(path);
  }

  @Override
  public Optional<byte[]> get(String path) {
    return alive().get(path);
  }

  @Override
  public void create(String path, byte[] bytes) {
    alive().create(path, bytes);
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
