package dev.regatta.protocol;

/** Who has to act on an error. Travels with every failed request and every exception. */
public enum ErrorCategory {
  /** The sweep file, the data or the command line is wrong. Exit code 2; nothing is written. */
  USER,
  /** The model or its engine refused or failed. */
  MODEL,
  /** Quota, memory, disk or network ran out. */
  RESOURCE,
  /** A defect of Regatta itself. */
  INTERNAL
}
