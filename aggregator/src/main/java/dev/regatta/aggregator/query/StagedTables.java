package dev.regatta.aggregator.query;

import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Brings tables of a remote store to this machine when a query names them. */
final class StagedTables {
  private final Store store;
  private final FileCache cache;
  private final Set<Table> staged = new HashSet<>();

  StagedTables(Store store, FileCache cache) {
    this.store = store;
    this.cache = cache;
  }

  /** The only directory that queries may read. */
  Path directory() {
    return cache.directory(store);
  }

  /** Fills the views of the tables that a query names, so far as they are empty. */
  synchronized void stage(Connection connection, String sql) throws SQLException {
    for (Table table : Tables.ALL) {
      if (names(sql, table) && !staged.contains(table)) {
        List<Path> files = cache.stage(store, store.files(table, Map.of()));
        try (Statement statement = connection.createStatement()) {
          statement.execute(QueryViews.view(table, files.stream().map(Path::toString).toList()));
        }
        staged.add(table);
      }
    }
  }

  /** Where a word only looks like a table, its files come for nothing. */
  private static boolean names(String sql, Table table) {
    String name =
        table.equals(Tables.INSTANCE_STATS)
            ? "(" + table.name() + "|" + QueryViews.INSTANCE_METRICS_NAME + ")"
            : table.name();
    return Pattern.compile("\\b" + name + "\\b", Pattern.CASE_INSENSITIVE).matcher(sql).find();
  }
}
