package dev.regatta.worker.runtime.openai;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * Splits a body into server-sent events. Of an event only the {@code data} lines count, which is
 * all that OpenAI's API uses; an event ends at an empty line, and one without it is dropped.
 */
final class EventStream {
  private static final int DATA = "data:".length();

  private final Consumer<byte[]> events;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
  private final ByteArrayOutputStream data = new ByteArrayOutputStream(512);
  private boolean hasData;
  private boolean afterReturn;

  EventStream(Consumer<byte[]> events) {
    this.events = events;
  }

  /** Takes what has come; gives on what is complete by it. */
  void accept(byte[] bytes) {
    for (byte next : bytes) {
      accept(next);
    }
  }

  private void accept(byte next) {
    // Lines end with CR, LF or both.
    if (next == '\n' && afterReturn) {
      afterReturn = false;
      return;
    }
    afterReturn = next == '\r';
    if (next == '\n' || next == '\r') {
      endLine();
    } else {
      line.write(next);
    }
  }

  private void endLine() {
    byte[] text = line.toByteArray();
    line.reset();
    if (text.length == 0) {
      endEvent();
    } else if (startsWithData(text)) {
      int from = text.length > DATA && text[DATA] == ' ' ? DATA + 1 : DATA;
      if (hasData) {
        data.write('\n');
      }
      data.write(text, from, text.length - from);
      hasData = true;
    }
  }

  private static boolean startsWithData(byte[] line) {
    return line.length >= DATA
        && line[0] == 'd'
        && line[1] == 'a'
        && line[2] == 't'
        && line[3] == 'a'
        && line[4] == ':';
  }

  private void endEvent() {
    if (hasData) {
      byte[] event = data.toByteArray();
      data.reset();
      hasData = false;
      events.accept(event);
    }
  }
}
