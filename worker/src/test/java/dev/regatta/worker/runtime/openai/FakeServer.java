package dev.regatta.worker.runtime.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** An HTTP/1.1 server over plain sockets, so that it can also do what a good server never does. */
public final class FakeServer implements AutoCloseable {
  final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger left = new AtomicInteger();
  private volatile Handler handler;
  private volatile ServerSocket listener;
  private volatile Thread acceptor;
  private int port;

  /** What a server does with a request. */
  @FunctionalInterface
  public interface Handler {
    Response handle(Call call);
  }

  /** A request; the body is null where there is none. */
  public record Call(String method, String path, Map<String, String> headers, JsonNode body) {
    boolean asks(String field) {
      return body != null && body.hasNonNull(field);
    }
  }

  /** How the answer ends. */
  public enum End {
    WELL,
    /** The connection closes before the promised end. */
    EARLY,
    /** The connection is reset before the promised end. */
    RESET,
    /** Nothing more comes, ever. */
    NEVER
  }

  /** An answer; several parts go out one after the other, in chunks. */
  public record Response(int status, Map<String, String> headers, List<byte[]> parts, End end) {

    static Response json(Object body) {
      return json(200, body);
    }

    static Response json(int status, Object body) {
      return of(status, "application/json", body instanceof String s ? s : Json.text(body));
    }

    static Response of(int status, String type, String body) {
      return new Response(
          status,
          Map.of("Content-Type", type),
          List.of(body.getBytes(StandardCharsets.UTF_8)),
          End.WELL);
    }

    static Response events(List<String> events) {
      return new Response(
          200,
          Map.of("Content-Type", "text/event-stream; charset=utf-8"),
          events.stream()
              .map(event -> ("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8))
              .toList(),
          End.WELL);
    }

    Response ending(End how) {
      return new Response(status, headers, parts, how);
    }

    Response with(String header, String value) {
      Map<String, String> more = new TreeMap<>(headers);
      more.put(header, value);
      return new Response(status, more, parts, end);
    }
  }

  public FakeServer(Handler handler) {
    this.handler = handler;
    start();
  }

  public void handler(Handler other) {
    handler = other;
  }

  public String url() {
    return "http://127.0.0.1:" + port + "/v1";
  }

  public long count(String path) {
    return calls.stream().filter(call -> call.path().equals(path)).count();
  }

  /** How many clients have closed their connection while an answer was still to come. */
  int left() {
    return left.get();
  }

  /** Listens, again at the same port after a {@link #stop}, as soon as that is free. */
  public void start() {
    Awaitility.await().ignoreExceptions().until(this::listen);
    ServerSocket mine = listener;
    acceptor = daemon(() -> accept(mine));
  }

  private boolean listen() throws IOException {
    listener = new ServerSocket(port, 512, InetAddress.getLoopbackAddress());
    port = listener.getLocalPort();
    return true;
  }

  /** Ends as a killed process does: nothing listens, and connections are reset. */
  public void stop() {
    try {
      listener.close();
      // Until it has noticed, the kernel goes on to make connections.
      acceptor.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    for (Socket socket : connections) {
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException e) {
        // It is closed already.
      }
    }
  }

  @Override
  public void close() {
    stop();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "fake-server");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void accept(ServerSocket mine) {
    while (!mine.isClosed()) {
      try {
        Socket socket = mine.accept();
        socket.setTcpNoDelay(true);
        connections.add(socket);
        daemon(() -> serve(socket));
      } catch (IOException e) {
        // Stopped.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (Call call = read(in); call != null; call = read(in)) {
        if (socket.isClosed()) {
          // Stopped while the kernel was still taking what this thread waited for.
          return;
        }
        calls.add(call);
        if (!answer(socket, handler.handle(call))) {
          return;
        }
      }
    } catch (IOException e) {
      // The client has gone, or the server was stopped.
    } finally {
      connections.remove(socket);
    }
  }

  private static Call read(InputStream in) throws IOException {
    String request = line(in);
    if (request.isEmpty()) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    String[] words = request.split(" ");
    return new Call(
        words[0], words[1], headers, body.length == 0 ? null : Json.read(body, JsonNode.class));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** False where the connection is over. */
  private boolean answer(Socket socket, Response response) throws IOException {
    OutputStream out = socket.getOutputStream();
    boolean chunked = response.parts().size() > 1;
    int length = response.parts().stream().mapToInt(part -> part.length).sum();
    StringBuilder head = new StringBuilder("HTTP/1.1 " + response.status() + " Status\r\n");
    response.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append(chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + length);
    out.write((head + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    int sent = response.end() == End.WELL ? response.parts().size() : response.parts().size() / 2;
    for (byte[] part : response.parts().subList(0, sent)) {
      write(out, part, chunked);
    }
    if (response.end() == End.WELL) {
      out.write((chunked ? "0\r\n\r\n" : "").getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return true;
    }
    out.flush();
    if (response.end() == End.NEVER) {
      awaitLeaving(socket);
    }
    if (response.end() == End.RESET) {
      socket.setSoLinger(true, 0);
    }
    return false;
  }

  private void awaitLeaving(Socket socket) throws IOException {
    try {
      // A client that waits says nothing more.
      socket.getInputStream().read();
    } finally {
      left.incrementAndGet();
    }
  }

  private static void write(OutputStream out, byte[] part, boolean chunked) throws IOException {
    if (chunked) {
      out.write((Integer.toHexString(part.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
    out.write(part);
    if (chunked) {
      out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    out.flush();
  }
}
