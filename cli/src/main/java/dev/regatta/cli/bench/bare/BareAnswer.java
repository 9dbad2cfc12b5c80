package dev.regatta.cli.bench.bare;

import dev.regatta.protocol.table.Table;

/**
 * @param id of the request
 */
record BareAnswer(String id, int ordinal, String text) {
  static final Table TABLE = BareRequest.table("bare_answers", "text");
}
