package dev.regatta.cli.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Sends one and the same request again and again over so many connections, and does nothing with
 * the answers: the most that any client of the server could reach on this machine. One thread.
 */
public final class LoadGenerator {
  private final byte[] request;
  private long toSend;
  private long open;

  private LoadGenerator(byte[] request, long requests) {
    this.request = request;
    this.toSend = requests;
  }

  /** As a process: {@code PORT CONNECTIONS REQUESTS BODY}; ends when all are answered. */
  public static void main(String[] args) throws IOException {
    run(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Long.parseLong(args[2]), args[3]);
  }

  /**
   * Sends the requests to a server on the loopback interface; returns when all are answered.
   *
   * @param body JSON of {@code /v1/completions}
   */
  public static void run(int port, int connections, long requests, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: "
            + bytes.length
            + "\r\n\r\n";
    byte[] request = (head + body).getBytes(StandardCharsets.UTF_8);
    new LoadGenerator(request, requests).run(port, connections);
  }

  private void run(int port, int connections) throws IOException {
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < connections; i++) {
        SocketChannel channel =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.configureBlocking(false);
        channel.socket().setTcpNoDelay(true);
        Connection connection = new Connection(channel);
        channel.register(selector, SelectionKey.OP_READ, connection);
        send(connection);
      }
      while (open > 0) {
        selector.select(this::answered);
      }
      selector.keys().forEach(key -> close((Connection) key.attachment()));
    }
  }

  private void send(Connection connection) throws IOException {
    if (toSend > 0) {
      toSend--;
      open++;
      connection.write(request);
    }
  }

  private void answered(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      if (!connection.fill()) {
        throw new IOException("The server closed a connection");
      }
      while (connection.next() != null) {
        open--;
        send(connection);
      }
    } catch (IOException e) {
      throw new IllegalStateException("The server is gone", e);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // All is answered.
    }
  }
}
