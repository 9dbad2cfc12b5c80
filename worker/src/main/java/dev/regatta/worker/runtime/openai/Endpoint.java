package dev.regatta.worker.runtime.openai;

import dev.regatta.protocol.RegattaException;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * HTTP/1.1 to one server, connections kept alive, any number of requests in flight on one thread.
 * Futures complete on that thread: what follows them must not block.
 *
 * <p>A request's time limit holds until its answer is complete. The limits are checked by one sweep
 * over what is in flight, which costs a request next to nothing.
 */
final class Endpoint implements AutoCloseable {
  private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
  private static final long SWEEP_MILLIS = 100;
  private static final int MAX_LINE = 8 << 10;
  private static final int MAX_HEADERS = 64 << 10;
  private static final int MAX_CHUNK = 64 << 10;

  private final URI base;
  private final URI root;
  private final Optional<String> authorization;
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("openai-http", true), NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final Bootstrap bootstrap;
  private final Optional<SslContext> tls;

  // On the loop's thread only.
  private final Deque<Channel> idle = new ArrayDeque<>();
  private final Set<Exchange> inFlight = new HashSet<>();
  private boolean closed;

  /** An end point of the server, its path made once and not for every request. */
  record Target(String path) {}

  Endpoint(OpenAiOptions options, Optional<ApiKey> key) {
    this.base = options.baseUrl();
    this.root = options.root();
    this.authorization = key.map(ApiKey::authorization);
    this.tls = base.getScheme().equals("https") ? Optional.of(tls()) : Optional.empty();
    this.bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
            .remoteAddress(base.getHost(), port())
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    prepare(channel);
                  }
                });
    loop.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static SslContext tls() {
    try {
      return SslContextBuilder.forClient().build();
    } catch (SSLException e) {
      throw RegattaException.internal("This Java runtime has no TLS", e);
    }
  }

  private int port() {
    return base.getPort() >= 0 ? base.getPort() : tls.isPresent() ? 443 : 80;
  }

  private void prepare(Channel channel) {
    tls.ifPresent(
        context ->
            channel
                .pipeline()
                .addLast(context.newHandler(channel.alloc(), base.getHost(), port())));
    channel
        .pipeline()
        .addLast(new HttpClientCodec(MAX_LINE, MAX_HEADERS, MAX_CHUNK))
        .addLast(new ReplyHandler(this));
  }

  /** An address of OpenAI's API, such as {@code /completions}. */
  Target api(String path) {
    return new Target(base.getRawPath() + path);
  }

  /** An address beside OpenAI's API, such as {@code /metrics}. */
  Target beside(String path) {
    return new Target(root.getRawPath() + path);
  }

  /** Runs something after a while, on the endpoint's thread; it must be short. */
  void later(Duration delay, Runnable task) {
    try {
      loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // Closed: nothing is waited for any more.
    }
  }

  CompletableFuture<Reply> get(Target target, Duration timeout) {
    return send(request(HttpMethod.GET, target, Unpooled.EMPTY_BUFFER), timeout, null);
  }

  CompletableFuture<Reply> post(Target target, byte[] json, Duration timeout) {
    return stream(target, json, timeout, null);
  }

  /**
   * Posts a request whose answer is a stream of server-sent events; each event's data goes to the
   * consumer as it arrives. An answer of another type arrives as a whole.
   */
  CompletableFuture<Reply> stream(
      Target target, byte[] json, Duration timeout, Consumer<byte[]> events) {
    FullHttpRequest request = request(HttpMethod.POST, target, Unpooled.wrappedBuffer(json));
    request
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, Reply.JSON)
        .set(HttpHeaderNames.CONTENT_LENGTH, json.length);
    return send(request, timeout, events);
  }

  private FullHttpRequest request(HttpMethod method, Target target, ByteBuf body) {
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.set(HttpHeaderNames.HOST, base.getRawAuthority());
    authorization.ifPresent(value -> headers.set(HttpHeaderNames.AUTHORIZATION, value));
    return new DefaultFullHttpRequest(
        HttpVersion.HTTP_1_1, method, target.path(), body, headers, new DefaultHttpHeaders());
  }

  private CompletableFuture<Reply> send(
      FullHttpRequest request, Duration timeout, Consumer<byte[]> events) {
    Exchange exchange =
        new Exchange(request, System.nanoTime() + timeout.toNanos(), events, this::drop);
    if (loop.inEventLoop()) {
      begin(exchange);
    } else {
      try {
        loop.execute(() -> begin(exchange));
      } catch (RejectedExecutionException e) {
        exchange.result.completeExceptionally(new CancellationException("closed"));
      }
    }
    return exchange.result;
  }

  private void drop(Exchange exchange) {
    later(Duration.ZERO, () -> fail(exchange, new CancellationException("nobody waits for it")));
  }

  private void begin(Exchange exchange) {
    if (closed) {
      exchange.result.completeExceptionally(new CancellationException("closed"));
      return;
    }
    inFlight.add(exchange);
    // The one used last: those that are not needed grow old, and the server closes them.
    Channel kept = idle.pollLast();
    while (kept != null && !kept.isActive()) {
      kept = idle.pollLast();
    }
    if (kept != null) {
      write(exchange, kept);
    } else {
      bootstrap.connect().addListener((ChannelFuture connected) -> connected(exchange, connected));
    }
  }

  private void connected(Exchange exchange, ChannelFuture connected) {
    if (!connected.isSuccess()) {
      fail(exchange, connected.cause());
      return;
    }
    SslHandler handshake = connected.channel().pipeline().get(SslHandler.class);
    if (handshake == null) {
      write(exchange, connected.channel());
    } else {
      handshake
          .handshakeFuture()
          .addListener(
              done -> {
                if (done.isSuccess()) {
                  write(exchange, connected.channel());
                } else {
                  fail(exchange, new ConnectException("TLS: " + done.cause().getMessage()));
                }
              });
    }
  }

  private void write(Exchange exchange, Channel channel) {
    if (!inFlight.contains(exchange)) {
      // Its time is over already.
      idle.addLast(channel);
      return;
    }
    exchange.channel = channel;
    channel.attr(ReplyHandler.EXCHANGE).set(exchange);
    channel
        .writeAndFlush(exchange.request)
        .addListener(
            written -> {
              if (!written.isSuccess()) {
                fail(exchange, written.cause());
              }
            });
  }

  /** The answer is complete. */
  void ended(Exchange exchange) {
    Channel channel = exchange.channel;
    channel.attr(ReplyHandler.EXCHANGE).set(null);
    inFlight.remove(exchange);
    if (exchange.keepsConnection()) {
      idle.addLast(channel);
    } else {
      channel.close();
    }
    exchange.result.complete(exchange.reply());
  }

  /** There will be no answer. */
  void fail(Exchange exchange, Throwable reason) {
    if (inFlight.remove(exchange)) {
      if (reason instanceof IOException) {
        // Where one connection broke the others may have too: a new attempt gets a new one.
        idle.forEach(Channel::close);
        idle.clear();
      }
      if (exchange.channel != null) {
        exchange.channel.attr(ReplyHandler.EXCHANGE).set(null);
        exchange.channel.close();
      }
      exchange.result.completeExceptionally(reason);
    }
  }

  /** A connection without a request has ended. */
  void gone(Channel channel) {
    idle.remove(channel);
  }

  private void sweep() {
    long now = System.nanoTime();
    List<Exchange> overdue = new ArrayList<>();
    for (Exchange exchange : inFlight) {
      if (now - exchange.deadlineNanos > 0) {
        overdue.add(exchange);
      }
    }
    overdue.forEach(
        exchange -> fail(exchange, new TimeoutException("no answer within the time limit")));
  }

  /** Gives up what is in flight. */
  @Override
  public void close() {
    try {
      loop.execute(
          () -> {
            closed = true;
            List.copyOf(inFlight)
                .forEach(exchange -> fail(exchange, new CancellationException("closed")));
          });
    } catch (RejectedExecutionException e) {
      // Closed before.
    }
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
