package dev.regatta.cli.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * A server with OpenAI's API and no model: so many slots, and the same time in a slot for every
 * request. What it can serve is known exactly, {@code slots / time}, which makes it a measure for
 * whoever sends requests to it.
 *
 * <p>One thread does everything, so that most of a small machine is left to who is measured. A slot
 * takes the next request at the moment at which the one before was due, also where the thread comes
 * to it late: rounded timers cost no throughput as long as requests wait.
 */
public final class SlotServer implements AutoCloseable {
  /** The only model's name. */
  public static final String MODEL = "slots";

  private static final String COMPLETIONS = "POST /v1/completions ";

  private final int slots;
  private final long serviceNanos;
  private final Selector selector;
  private final ServerSocketChannel listener;
  private final Deque<Connection> waiting = new ArrayDeque<>();
  private final Deque<Serving> serving = new ArrayDeque<>();
  private final Replies replies = new Replies();
  private final Thread thread;
  private long served;
  private volatile boolean closed;

  /** A request in a slot. All take the same time: who began first ends first. */
  private record Serving(Connection connection, long endsNanos) {}

  /**
   * Starts a server on the loopback interface.
   *
   * @param port 0 for any
   */
  public SlotServer(int port, int slots, long serviceMillis) throws IOException {
    this.slots = slots;
    this.serviceNanos = serviceMillis * 1_000_000;
    this.selector = Selector.open();
    this.listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
    this.thread = new Thread(this::run, "slot-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** As a process: {@code PORT SLOTS MILLIS}; prints its port and serves until its input ends. */
  public static void main(String[] args) throws IOException {
    try (SlotServer server =
        new SlotServer(
            Integer.parseInt(args[0]), Integer.parseInt(args[1]), Long.parseLong(args[2]))) {
      System.out.println(server.port());
      while (System.in.read() >= 0) {
        // Whoever started it holds the other end.
      }
    }
  }

  /** The port it listens on. */
  public int port() {
    return listener.socket().getLocalPort();
  }

  private void run() {
    try {
      while (!closed) {
        select(untilNextEnd());
        finish(System.nanoTime());
      }
    } catch (IOException e) {
      throw new IllegalStateException("The server's selector broke", e);
    }
  }

  private long untilNextEnd() {
    Serving next = serving.peekFirst();
    return next == null ? Long.MAX_VALUE : next.endsNanos - System.nanoTime();
  }

  private void select(long nanos) throws IOException {
    if (nanos <= 0) {
      selector.selectNow(this::ready);
    } else {
      // Rounded down to milliseconds; the last one is waited for once more.
      selector.select(this::ready, nanos == Long.MAX_VALUE ? 1000 : Math.max(1, nanos / 1_000_000));
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept();
      } else {
        read((Connection) key.attachment());
      }
    } catch (IOException e) {
      key.cancel();
    }
  }

  private void accept() throws IOException {
    SocketChannel channel = listener.accept();
    if (channel != null) {
      channel.configureBlocking(false);
      channel.socket().setTcpNoDelay(true);
      channel.register(selector, SelectionKey.OP_READ, new Connection(channel));
    }
  }

  private void read(Connection connection) throws IOException {
    if (!connection.fill()) {
      connection.close();
      return;
    }
    String request = connection.next();
    while (request != null) {
      handle(connection, request);
      request = connection.next();
    }
  }

  private void handle(Connection connection, String request) throws IOException {
    if (!request.startsWith(COMPLETIONS)) {
      connection.write(replies.of(request, served));
    } else if (serving.size() < slots) {
      serve(connection, System.nanoTime());
    } else {
      waiting.add(connection);
    }
  }

  private void serve(Connection connection, long from) {
    serving.add(new Serving(connection, from + serviceNanos));
  }

  private void finish(long now) {
    Iterator<Serving> ended = serving.iterator();
    Deque<Serving> next = new ArrayDeque<>();
    while (ended.hasNext()) {
      Serving one = ended.next();
      if (one.endsNanos > now) {
        break;
      }
      ended.remove();
      served++;
      answer(one.connection);
      Connection waited = waiting.poll();
      if (waited != null) {
        next.add(new Serving(waited, one.endsNanos + serviceNanos));
      }
    }
    serving.addAll(next);
  }

  private void answer(Connection connection) {
    try {
      connection.write(replies.completion());
    } catch (IOException e) {
      // Whoever asked has gone.
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    listener.close();
    selector.close();
  }

  /** What it says. */
  private static final class Replies {
    private final byte[] completion =
        json(
            200,
            "{\"id\":\"cmpl-0\",\"object\":\"text_completion\",\"model\":\""
                + MODEL
                + "\",\"choices\":[{\"index\":0,\"text\":\" 4 boats\",\"finish_reason\":\"stop\","
                + "\"stop_reason\":null}],\"usage\":{\"prompt_tokens\":230,\"completion_tokens\":2,"
                + "\"total_tokens\":232}}");
    private final byte[] models =
        json(
            200,
            "{\"object\":\"list\",\"data\":[{\"id\":\""
                + MODEL
                + "\",\"object\":\"model\",\"owned_by\":\"regatta\",\"max_model_len\":8192}]}");
    private final byte[] notFound = json(404, "{\"error\":{\"message\":\"Not Found\"}}");

    byte[] completion() {
      return completion;
    }

    byte[] of(String request, long served) {
      if (request.startsWith("GET /v1/models ")) {
        return models;
      }
      // Its own clock, so that who asks need not be in time.
      return request.startsWith("GET /served ")
          ? json(200, "{\"served\":" + served + ",\"nanos\":" + System.nanoTime() + "}")
          : notFound;
    }

    private static byte[] json(int status, String body) {
      return ("HTTP/1.1 "
              + status
              + " Status\r\nContent-Type: application/json\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body)
          .getBytes(StandardCharsets.US_ASCII);
    }
  }
}
