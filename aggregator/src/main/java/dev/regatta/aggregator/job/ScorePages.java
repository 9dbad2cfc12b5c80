package dev.regatta.aggregator.job;

import dev.regatta.aggregator.statistics.Scored;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/**
 * The pages of a required map from text to double, {@code scores}, in Parquet's first format: names
 * by a dictionary, values plain, no statistics. Names are looked up once per run rather than per
 * value, and both columns share their levels.
 */
final class ScorePages {
  /** 512 kB of values. */
  private static final int PAGE = 1 << 16;

  private static final int SLAB = 64;

  private final ColumnDescriptor key;
  private final ColumnDescriptor value;
  private final PageWriter keys;
  private final PageWriter values;

  /** Numbers of the names, in the order of the dictionary. */
  private final Map<Binary, Integer> dictionary = new LinkedHashMap<>();

  /** The numbers of a run's names. */
  private final Map<RunColumns, int[]> known = new HashMap<>();

  private final RunLengthBitPackingHybridEncoder repetition = encoder(1);
  private final RunLengthBitPackingHybridEncoder definition = encoder(1);

  private final int[] names = new int[PAGE];
  private final ByteBuffer numbers =
      ByteBuffer.allocate(PAGE * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private int size;

  /** Levels of the page: one more than names where a row has no scores. */
  private int levels;

  private int rows;

  ScorePages(MessageType schema, String map, PageWriteStore pages) {
    key = schema.getColumnDescription(new String[] {map, "key_value", "key"});
    value = schema.getColumnDescription(new String[] {map, "key_value", "value"});
    keys = pages.getPageWriter(key);
    values = pages.getPageWriter(value);
  }

  /** Memory that the finished pages and this one take. */
  long bytes() {
    return keys.getMemSize() + values.getMemSize() + (long) size * Double.BYTES;
  }

  /** Adds the scores of a row that are known. */
  void write(RunColumns run, Scored scored) throws IOException {
    if (size + run.size() > PAGE) {
      endPage();
    }
    int[] numbersOfNames = known.computeIfAbsent(run, this::number);
    int first = size;
    for (int i = 0; i < run.size(); i++) {
      double score = scored.mean(run.metric(i));
      if (!Double.isNaN(score)) {
        repetition.writeInt(size == first ? 0 : 1);
        definition.writeInt(1);
        names[size++] = numbersOfNames[i];
        numbers.putDouble(score);
      }
    }
    levels += size - first;
    if (size == first) {
      repetition.writeInt(0);
      definition.writeInt(0);
      levels++;
    }
    rows++;
  }

  private int[] number(RunColumns run) {
    int[] numbersOfNames = new int[run.size()];
    for (int i = 0; i < numbersOfNames.length; i++) {
      int next = dictionary.size();
      numbersOfNames[i] = dictionary.computeIfAbsent(run.name(i), name -> next);
    }
    return numbersOfNames;
  }

  /** Ends the last page and adds the dictionary. */
  void flush() throws IOException {
    endPage();
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    for (Binary name : dictionary.keySet()) {
      BytesUtils.writeIntLittleEndian(plain, name.length());
      name.writeTo(plain);
    }
    keys.writeDictionaryPage(
        new DictionaryPage(BytesInput.from(plain), dictionary.size(), Encoding.PLAIN));
    repetition.close();
    definition.close();
  }

  private void endPage() throws IOException {
    if (rows == 0) {
      return;
    }
    BytesInput levelBytes =
        BytesInput.concat(prefixed(repetition.toBytes()), prefixed(definition.toBytes()));
    numbers.flip();
    write(values, value, BytesInput.concat(levelBytes, BytesInput.from(numbers)), Encoding.PLAIN);
    int width = BytesUtils.getWidthFromMaxInt(Math.max(1, dictionary.size() - 1));
    try (RunLengthBitPackingHybridEncoder indexes = encoder(width)) {
      for (int i = 0; i < size; i++) {
        indexes.writeInt(names[i]);
      }
      BytesInput indexBytes =
          BytesInput.concat(BytesInput.from(new byte[] {(byte) width}), indexes.toBytes());
      write(keys, key, BytesInput.concat(levelBytes, indexBytes), Encoding.RLE_DICTIONARY);
    }
    repetition.reset();
    definition.reset();
    numbers.clear();
    size = 0;
    levels = 0;
    rows = 0;
  }

  private void write(PageWriter pages, ColumnDescriptor column, BytesInput page, Encoding encoding)
      throws IOException {
    Statistics<?> none = Statistics.noopStats(column.getPrimitiveType());
    pages.writePage(page, levels, rows, none, Encoding.RLE, Encoding.RLE, encoding);
  }

  /** Levels stand after their length. */
  private static BytesInput prefixed(BytesInput bytes) {
    return BytesInput.concat(BytesInput.fromInt(Math.toIntExact(bytes.size())), bytes);
  }

  private static RunLengthBitPackingHybridEncoder encoder(int width) {
    return new RunLengthBitPackingHybridEncoder(
        width, SLAB, PAGE * Double.BYTES, HeapByteBufferAllocator.getInstance());
  }
}
