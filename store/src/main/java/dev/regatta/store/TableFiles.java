package dev.regatta.store;

import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the data files of a table. */
final class TableFiles {
  /**
   * A data file.
   *
   * @param partitions values of the partition columns
   */
  record Entry(String path, Map<String, String> partitions) {}

  private TableFiles() {}

  /** Names with a leading dot or underscore are no data, for Spark as for us. */
  static boolean isData(String fileName) {
    return fileName.endsWith(".parquet") && !fileName.startsWith(".") && !fileName.startsWith("_");
  }

  static List<Entry> list(Store store, Table table, Map<String, String> partitions) {
    List<Entry> found = new ArrayList<>();
    collect(store, table, partitions.size(), store.path(table, partitions), partitions, found);
    return found;
  }

  private static List<String> names(
      Store store, Table table, String directory, Map<String, String> partitions) {
    if (Tables.RESULTS.contains(table)) {
      return Scoring.files(store, table, partitions.get(Scoring.PARTITION));
    }
    return store.list(directory).stream().filter(TableFiles::isData).toList();
  }

  private static void collect(
      Store store,
      Table table,
      int depth,
      String directory,
      Map<String, String> partitions,
      List<Entry> found) {
    if (depth == table.partitions().size()) {
      names(store, table, directory, partitions)
          .forEach(name -> found.add(new Entry(directory + "/" + name, partitions)));
      return;
    }
    Column key = table.partitions().get(depth);
    for (String name : store.list(directory)) {
      HiveNames.value(key.name(), name)
          .ifPresent(
              value -> {
                Map<String, String> inner = new HashMap<>(partitions);
                inner.put(key.name(), value);
                collect(store, table, depth + 1, directory + "/" + name, inner, found);
              });
    }
  }
}
