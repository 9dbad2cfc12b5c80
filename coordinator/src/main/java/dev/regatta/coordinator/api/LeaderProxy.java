package dev.regatta.coordinator.api;

import dev.regatta.coordinator.cluster.Coordinator;
import dev.regatta.protocol.RegattaException;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Hands what only the leader can do on to it, so that users may address any coordinator, as they do
 * behind a load balancer. The leader checks the caller's token anew.
 */
final class LeaderProxy {
  /** Set on what was handed on: a coordinator that is wrong about who leads ends it there. */
  private static final String FORWARDED = "Regatta-Forwarded";

  private static final List<String> ASKED = List.of("Authorization", "Content-Type");
  private static final List<String> ANSWERED = List.of("Content-Type", "Location");
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Of an answer; a file of a submission may take a while to be stored. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Coordinator coordinator;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  LeaderProxy(Coordinator coordinator) {
    this.coordinator = coordinator;
  }

  /** The handler where this coordinator leads, or none is known to. */
  Handler wrap(Handler handler) {
    return context -> {
      Optional<String> leader =
          context.header(FORWARDED) == null ? coordinator.leaderElsewhere() : Optional.empty();
      if (leader.isPresent()) {
        forward(context, leader.get());
      } else {
        handler.handle(context);
      }
    };
  }

  private void forward(Context context, String leader) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(leader + context.path()))
            .method(context.method().name(), body(context))
            .timeout(PATIENCE)
            .header(FORWARDED, "true");
    for (String name : ASKED) {
      Optional.ofNullable(context.header(name)).ifPresent(value -> request.header(name, value));
    }
    try {
      HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
      context.status(answer.statusCode()).result(answer.body());
      for (String name : ANSWERED) {
        answer.headers().firstValue(name).ifPresent(value -> context.header(name, value));
      }
    } catch (IOException e) {
      throw RegattaException.resource(
          "The coordinator that leads does not answer at " + leader + "; try again", e);
    }
  }

  private static BodyPublisher body(Context context) {
    BodyPublisher stream = BodyPublishers.ofInputStream(context::bodyInputStream);
    int length = context.contentLength();
    return length > 0 ? BodyPublishers.fromPublisher(stream, length) : stream;
  }
}
