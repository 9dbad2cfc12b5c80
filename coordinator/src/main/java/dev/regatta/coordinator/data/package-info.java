/**
 * Data files as rows.
 *
 * <p>{@link dev.regatta.coordinator.data.DataSources} finds, fetches and hashes the files of a
 * source; {@link dev.regatta.coordinator.data.RowSource} reads them one row at a time.
 */
package dev.regatta.coordinator.data;
