package dev.regatta.cli.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A kept connection over which HTTP messages with a {@code Content-Length} come in. */
final class Connection {
  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

  private final SocketChannel channel;
  private ByteBuffer in = ByteBuffer.allocate(4096);

  Connection(SocketChannel channel) {
    this.channel = channel;
  }

  /** Reads what is there; false where the other side has ended. */
  boolean fill() throws IOException {
    if (!in.hasRemaining()) {
      in = ByteBuffer.wrap(Arrays.copyOf(in.array(), 2 * in.capacity())).position(in.position());
    }
    return channel.read(in) >= 0;
  }

  /** The first line of the next whole message, which is taken; null where there is none yet. */
  String next() {
    byte[] bytes = in.array();
    int end = in.position();
    int head = headLength(bytes, end);
    if (head < 0) {
      return null;
    }
    int whole = head + contentLength(bytes, head);
    if (end < whole) {
      return null;
    }
    int line = 0;
    while (bytes[line] != '\r') {
      line++;
    }
    String first = new String(bytes, 0, line, StandardCharsets.US_ASCII);
    System.arraycopy(bytes, whole, bytes, 0, end - whole);
    in.position(end - whole);
    return first;
  }

  private static int headLength(byte[] bytes, int end) {
    for (int i = 3; i < end; i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private static int contentLength(byte[] bytes, int head) {
    for (int i = 0; i + LENGTH.length < head; i++) {
      if (bytes[i] == '\n' && isLength(bytes, i + 1)) {
        int to = i + 1 + LENGTH.length;
        while (bytes[to] != '\r') {
          to++;
        }
        int from = i + 1 + LENGTH.length;
        String number = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
        return Integer.parseInt(number.strip());
      }
    }
    return 0;
  }

  private static boolean isLength(byte[] bytes, int from) {
    for (int i = 0; i < LENGTH.length; i++) {
      if ((bytes[from + i] | 0x20) != (LENGTH[i] | 0x20)) {
        return false;
      }
    }
    return true;
  }

  /** Small messages fit the socket's buffer; where one does not, this waits for room. */
  void write(byte[] message) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(message);
    while (out.hasRemaining()) {
      channel.write(out);
    }
  }

  void close() throws IOException {
    channel.close();
  }
}
