package dev.regatta.cli.bench.bare;

import dev.regatta.cli.bench.BenchSweep;
import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.ColumnType.Primitive;
import dev.regatta.protocol.table.Table;
import java.util.List;

/**
 * @param id SHA-256 of the prompt
 */
record BareRequest(String id, int ordinal, String prompt) {
  static final Table TABLE = table("bare_requests", "prompt");

  /** Columns that both tables have, and a text. */
  static Table table(String name, String text) {
    return new Table(
        name,
        name,
        List.of(),
        List.of(
            new Column("request_id", Primitive.STRING, false, "Hash"),
            new Column("ordinal", Primitive.INT, false, "Number"),
            new Column(text, Primitive.STRING, false, "Text")),
        "Of the bare path");
  }

  BareAnswer answer() {
    return new BareAnswer(id, ordinal, BenchSweep.answer(ordinal));
  }
}
