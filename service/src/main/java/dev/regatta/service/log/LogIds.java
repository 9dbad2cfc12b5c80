package dev.regatta.service.log;

import java.util.List;

/** Keys of SLF4J's MDC that every line of the log shows where they are set. */
public final class LogIds {
  public static final String SWEEP = "sweep";
  public static final String MODEL = "model";
  public static final String WORKER = "worker";
  public static final String REQUEST = "request";

  static final List<String> ALL = List.of(SWEEP, MODEL, WORKER, REQUEST);

  private LogIds() {}
}
