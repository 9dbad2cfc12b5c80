package dev.regatta.worker.runtime.llamacpp;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns llama.cpp's chatter on standard error into log lines, and remembers its last complaint. */
final class NativeLog {
  private static final Logger log = LoggerFactory.getLogger("llama.cpp");
  private static final int WARN = 3;
  private static final int ERROR = 4;

  private static volatile String lastError = "";

  /** Held for the life of the process: native code keeps a pointer to it. */
  private static final LlamaLibrary.LogCallback CALLBACK =
      (level, text, data) -> accept(level, text);

  private NativeLog() {}

  static void install(LlamaLibrary library) {
    library.llama_log_set(CALLBACK, null);
  }

  /** The newest error line, empty if there was none since the last {@link #clear}. */
  static String lastError() {
    return lastError;
  }

  static void clear() {
    lastError = "";
  }

  private static void accept(int level, String text) {
    String line = text == null ? "" : text.strip();
    if (line.isEmpty()) {
      return;
    }
    if (level == ERROR) {
      lastError = line;
      log.warn(line);
    } else if (level == WARN) {
      log.info(line);
    } else {
      log.debug(line);
    }
  }
}
