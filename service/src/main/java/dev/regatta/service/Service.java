package dev.regatta.service;

import dev.regatta.protocol.RegattaException;
import dev.regatta.service.http.Health;
import dev.regatta.service.http.HttpServer;
import dev.regatta.service.http.HttpSettings;
import dev.regatta.service.life.Failure;
import dev.regatta.service.life.Life;
import dev.regatta.service.life.Release;
import dev.regatta.service.log.LogSettings;
import dev.regatta.service.log.Logs;
import dev.regatta.service.settings.Configuration;
import dev.regatta.service.settings.Rule;
import dev.regatta.service.settings.Setting;
import dev.regatta.service.settings.Settings;
import io.javalin.config.JavalinConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running service process: its settings and what every service has. */
public final class Service {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private final Settings settings;
  private final Life life;
  private final Health health = new Health();
  private final PrometheusMeterRegistry metrics;

  /** What a service does. */
  public interface Body {
    /** Opens its parts, gives them to {@link Life#own}, and returns. */
    void start(Service service) throws Exception;

    /** Tells the user why the service could not start, or has ended by itself. */
    default void failed(Failure failure) {
      failure.print();
    }
  }

  private Service(Settings settings, Life life) {
    this.settings = settings;
    this.life = life;
    this.metrics = life.own(Metrics.ofThisJvm()).registry();
  }

  /** A configuration with the settings and rules that every service has besides its own. */
  public static Configuration configuration(
      String service, String description, List<Setting<?>> own, Rule... rules) {
    List<Setting<?>> all = new ArrayList<>(own);
    all.addAll(HttpSettings.ALL);
    all.addAll(LogSettings.ALL);
    List<Rule> allRules = new ArrayList<>(List.of(rules));
    allRules.add(HttpSettings.RULE);
    return new Configuration(service, description, all, allRules);
  }

  /**
   * Runs a service until it is told to stop: reads its settings, sets up the log, starts it, and
   * closes its parts in reverse order at the end. Prints the help where that is asked for.
   *
   * @param configuration made by {@link #configuration}
   * @return the exit code, as {@link Life} has it
   */
  public static int run(
      Configuration configuration,
      List<String> arguments,
      Map<String, String> environment,
      Body body) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      System.out.print(configuration.help());
      return 0;
    }
    return Life.run(
        new Life.Body() {
          @Override
          public void start(Life life) throws Exception {
            Settings settings = configuration.read(arguments, environment);
            Logs.configure(settings);
            LOG.info(
                "regatta {} {} starts: {}", configuration.service(), Release.VERSION, settings);
            new Service(settings, life).start(body);
          }

          @Override
          public void failed(Failure failure) {
            body.failed(failure);
          }
        });
  }

  private void start(Body body) throws Exception {
    AtomicBoolean started = new AtomicBoolean();
    health.check("start", () -> started.get() ? Optional.empty() : Optional.of("is starting"));
    health.check("stop", () -> life.stopping() ? Optional.of("is stopping") : Optional.empty());
    body.start(this);
    started.set(true);
  }

  public Settings settings() {
    return settings;
  }

  public Life life() {
    return life;
  }

  public Health health() {
    return health;
  }

  public MeterRegistry metrics() {
    return metrics;
  }

  /**
   * Starts to answer over HTTP where the settings say so. Best called first, so that the service
   * says what it waits for while it starts.
   *
   * @param routes adds the service's own
   * @throws RegattaException USER or RESOURCE where it cannot listen
   */
  public Optional<HttpServer> listen(Consumer<JavalinConfig> routes) {
    return HttpSettings.of(settings)
        .map(http -> life.own(HttpServer.start(http, health, metrics, routes)));
  }
}
