package dev.regatta.worker.runtime.openai;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Splits a body into server-sent events. Of an event only the {@code data} lines count, which is
 * all that OpenAI's API uses; an event ends at an empty line.
 */
final class EventSubscriber<T> implements BodySubscriber<T> {
  private final Consumer<byte[]> events;
  private final Supplier<T> result;
  private final CompletableFuture<T> body = new CompletableFuture<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
  private final ByteArrayOutputStream data = new ByteArrayOutputStream(512);
  private boolean hasData;
  private boolean afterReturn;
  private Subscription subscription;

  EventSubscriber(Consumer<byte[]> events, Supplier<T> result) {
    this.events = events;
    this.result = result;
  }

  @Override
  public CompletionStage<T> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription = given;
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    try {
      for (ByteBuffer buffer : buffers) {
        while (buffer.hasRemaining()) {
          accept(buffer.get());
        }
      }
    } catch (RuntimeException e) {
      subscription.cancel();
      body.completeExceptionally(e);
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
      int from = text.length > 5 && text[5] == ' ' ? 6 : 5;
      if (hasData) {
        data.write('\n');
      }
      data.write(text, from, text.length - from);
      hasData = true;
    }
  }

  private static boolean startsWithData(byte[] line) {
    return line.length >= 5
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

  @Override
  public void onError(Throwable error) {
    body.completeExceptionally(error);
  }

  /** An event that is not ended by an empty line is not complete, and dropped. */
  @Override
  public void onComplete() {
    body.complete(result.get());
  }
}
