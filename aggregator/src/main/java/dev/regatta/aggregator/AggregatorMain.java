package dev.regatta.aggregator;

import dev.regatta.aggregator.annotation.Annotators;
import dev.regatta.aggregator.job.LocalScorer;
import dev.regatta.aggregator.job.ScoreResult;
import dev.regatta.aggregator.scoring.ScoresElsewhere;
import dev.regatta.aggregator.scoring.SweepScorer;
import dev.regatta.aggregator.sink.Sink;
import dev.regatta.protocol.AggregatorDetails.Scoring;
import dev.regatta.protocol.ServiceState;
import dev.regatta.protocol.SweepControl;
import dev.regatta.protocol.Topics;
import dev.regatta.service.Service;
import dev.regatta.service.kafka.KafkaSettings;
import dev.regatta.service.kafka.TopicSettings;
import dev.regatta.service.life.Life;
import dev.regatta.service.registry.ClusterTopics;
import dev.regatta.service.registry.ControlLog;
import dev.regatta.service.registry.Presence;
import dev.regatta.service.registry.StatusPublisher;
import dev.regatta.service.settings.Configuration;
import dev.regatta.store.Store;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sink and scoring as one process. The aggregator that lands partition 0 of {@link
 * Topics#COMPLETIONS} is the one that scores.
 *
 * <p>SIGTERM lands what has been read and commits. Exit codes are those of {@link Life}.
 */
public final class AggregatorMain implements Service.Body {
  private static final Logger LOG = LoggerFactory.getLogger(AggregatorMain.class);
  private static final int LEADING_PARTITION = 0;

  /** Every setting of {@code regatta aggregator}. */
  public static final Configuration CONFIGURATION = AggregatorConfig.CONFIGURATION;

  private AggregatorMain() {}

  public static void main(String[] args) {
    System.exit(run(List.of(args)));
  }

  /** Works until it is told to stop; returns the exit code. */
  public static int run(List<String> arguments) {
    return Service.run(CONFIGURATION, arguments, System.getenv(), new AggregatorMain());
  }

  @Override
  public void start(Service service) {
    AggregatorConfig config = AggregatorConfig.of(service.settings());
    Map<String, Object> kafka = KafkaSettings.client(service.settings());
    Life life = service.life();
    Store store = Store.open(config.store());
    Presence presence = new Presence(config.id(), Clock.systemUTC());
    AtomicReference<StatusPublisher> publisher = new AtomicReference<>();
    Sink sink = new Sink(kafka, store, config.sink(), Clock.systemUTC());
    SweepScorer scorer =
        new SweepScorer(
            scores(config, store, life),
            () ->
                !life.stopping() && sink.partitions().orElse(Set.of()).contains(LEADING_PARTITION),
            () -> changed(publisher));
    AggregatorReport report = new AggregatorReport(presence, sink, scorer);
    report.register(service.metrics());
    service.health().check("sink", report::missing);
    service.listen(routes -> {});

    ClusterTopics.ensure(kafka, service.settings().get(TopicSettings.REPLICATION));
    ControlLog control =
        life.own(ControlLog.follow(kafka, scorer::control)).requireProtocol("aggregator");
    life.endWith(control.termination());
    publisher.set(life.own(StatusPublisher.start(kafka, presence.id(), report::status)));
    work(life, sink, scorer);
    life.own(
        () -> {
          presence.is(ServiceState.DRAINING);
          changed(publisher);
        });
  }

  private static void work(Life life, Sink sink, SweepScorer scorer) {
    scorer.start();
    life.own(scorer);
    sink.start();
    life.own(sink);
    life.endWith(sink.termination());
  }

  private static void changed(AtomicReference<StatusPublisher> publisher) {
    StatusPublisher started = publisher.get();
    if (started != null) {
      started.changed();
    }
  }

  private static SweepScorer.Scores scores(AggregatorConfig config, Store store, Life life) {
    if (config.elsewhere()) {
      return new ScoresElsewhere(store, config.command(), Clock.systemUTC());
    }
    config.annotators().check(List.of(Annotators.CODE, Annotators.TOXICITY));
    return scores(
        life.own(
            new LocalScorer(
                store.location(), config.cores(), config.spark(), config.annotators())));
  }

  private static SweepScorer.Scores scores(LocalScorer scorer) {
    return new SweepScorer.Scores() {
      @Override
      public void warmUp() {
        scorer.warmUp();
      }

      @Override
      public Scoring score(SweepControl sweep) {
        ScoreResult result = scorer.score(sweep.id());
        result
            .absent()
            .forEach(
                one -> LOG.warn("{}: {} is absent: {}", one.run(), one.metric(), one.reason()));
        return Scoring.scored(result.hash());
      }
    };
  }
}
