package dev.regatta.coordinator.data;

import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The rows of several files one after the other, with one file open at a time. Not a flatMap: that
 * would hold a whole file in memory where the stream is read through its iterator.
 */
final class RowStream extends AbstractSpliterator<Map<String, Object>> implements AutoCloseable {
  private final Iterator<DataFile> files;
  private final DataOptions options;
  private DataFile file;
  private RowReader reader;

  private RowStream(List<DataFile> files, DataOptions options) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.files = files.iterator();
    this.options = options;
  }

  static Stream<Map<String, Object>> of(List<DataFile> files, DataOptions options) {
    RowStream rows = new RowStream(files, options);
    return StreamSupport.stream(rows, false).onClose(rows::close);
  }

  @Override
  public boolean tryAdvance(Consumer<? super Map<String, Object>> action) {
    Row row = next();
    if (row == null) {
      return false;
    }
    action.accept(row);
    return true;
  }

  private Row next() {
    try {
      while (true) {
        if (reader == null) {
          if (!files.hasNext()) {
            return null;
          }
          file = files.next();
          reader = Format.of(file, options).open(file, options);
        }
        Row row = reader.next();
        if (row != null) {
          return row;
        }
        close();
      }
    } catch (CharacterCodingException e) {
      throw RegattaException.user(file.label() + ": the text is not UTF-8");
    } catch (IOException e) {
      if (file.isCompressed()) {
        throw RegattaException.user(
            file.label() + ": the compressed data is damaged: " + e.getMessage());
      }
      throw RegattaException.resource("Cannot read " + file.label() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    if (reader != null) {
      try {
        reader.close();
      } catch (IOException e) {
        throw RegattaException.resource("Cannot close " + file.label(), e);
      } finally {
        reader = null;
      }
    }
  }
}
