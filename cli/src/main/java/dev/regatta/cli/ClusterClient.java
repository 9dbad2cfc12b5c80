package dev.regatta.cli;

import dev.regatta.coordinator.api.SweepView;
import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import dev.regatta.service.life.Sleeper;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The coordinators of a cluster as one: asks them in turn until one answers. */
final class ClusterClient {
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final List<ApiClient> coordinators;
  private final Duration patience;
  private final Runnable meanwhile;

  /**
   * @param patience for as long nobody may answer
   * @param meanwhile done before each new attempt
   */
  ClusterClient(List<URI> coordinators, Duration patience, Runnable meanwhile) {
    this.coordinators =
        coordinators.stream().map(url -> new ApiClient(url, Optional.empty())).toList();
    this.patience = patience;
    this.meanwhile = meanwhile;
  }

  SweepView submit(Path file, Terminal terminal) {
    return ask(
        client -> new Submitter(client, terminal, PerturbationResources.standard()).submit(file));
  }

  SweepView sweep(String id) {
    return ask(client -> client.find(Optional.of(id)));
  }

  SweepView command(String id, String command) {
    return ask(client -> client.command(id, command));
  }

  /**
   * @throws RegattaException what the last coordinator said, where none has answered in time; USER
   *     at once
   */
  private <T> T ask(Function<ApiClient, T> question) {
    long deadline = System.nanoTime() + patience.toNanos();
    RegattaException last;
    do {
      last = null;
      for (ApiClient client : coordinators) {
        try {
          return question.apply(client);
        } catch (RegattaException e) {
          if (e.category() == ErrorCategory.USER) {
            throw e;
          }
          last = e;
        }
      }
      Sleeper.SYSTEM.pause(PAUSE);
      meanwhile.run();
    } while (System.nanoTime() - deadline < 0);
    throw last;
  }
}
