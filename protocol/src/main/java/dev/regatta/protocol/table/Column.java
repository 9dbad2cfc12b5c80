package dev.regatta.protocol.table;

/**
 * A column of a table.
 *
 * @param nullable whether a row may lack it
 * @param description one sentence with the unit, shown in docs/store.md
 */
public record Column(String name, ColumnType type, boolean nullable, String description) {}
