package dev.regatta.worker.runtime.openai;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.function.Consumer;

/** A request on its way, and its answer as far as it has come. Lives on the endpoint's thread. */
final class Exchange {
  final FullHttpRequest request;
  final Awaited<Reply> result;
  final long deadlineNanos;

  /** Null until there is a connection. */
  Channel channel;

  private final Consumer<byte[]> events;
  private HttpResponse head;
  private EventStream stream;
  private ByteArrayOutputStream body;

  /**
   * @param events takes the data of server-sent events, where the answer is a stream of them; null
   *     where it is wanted as a whole
   * @param drop called, from any thread, when nobody waits for the answer any more
   */
  Exchange(
      FullHttpRequest request,
      long deadlineNanos,
      Consumer<byte[]> events,
      Consumer<Exchange> drop) {
    this.request = request;
    this.deadlineNanos = deadlineNanos;
    this.events = events;
    this.result = new Awaited<>(() -> drop.accept(this));
  }

  void begins(HttpResponse response) {
    head = response;
    if (events != null && response.status().code() == 200 && type().equals(Reply.EVENTS)) {
      stream = new EventStream(events);
    }
    body = new ByteArrayOutputStream(stream == null ? 1024 : 0);
  }

  /** Throws what the consumer of events throws. */
  void goesOn(ByteBuf part) {
    byte[] bytes = ByteBufUtil.getBytes(part);
    if (stream != null) {
      stream.accept(bytes);
    } else {
      body.writeBytes(bytes);
    }
  }

  boolean begun() {
    return head != null;
  }

  boolean keepsConnection() {
    return HttpUtil.isKeepAlive(head);
  }

  Reply reply() {
    String wait = head.headers().get(HttpHeaderNames.RETRY_AFTER);
    return new Reply(head.status().code(), type(), RetryAfter.of(wait), body.toByteArray());
  }

  private String type() {
    String value = head.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
    int parameters = value.indexOf(';');
    String type = parameters < 0 ? value : value.substring(0, parameters);
    return type.strip().toLowerCase(Locale.ROOT);
  }
}
