package dev.regatta.cli.cluster;

import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of the loopback address. */
public final class Ports {
  private Ports() {}

  /** One that nobody listens on at present, for a service that has to find it again. */
  public static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw RegattaException.resource("No port is free: " + e.getMessage(), e);
    }
  }
}
