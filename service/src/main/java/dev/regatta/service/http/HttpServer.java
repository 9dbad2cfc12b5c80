package dev.regatta.service.http;

import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.util.JavalinBindException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a service answers: {@code /healthz} (it is alive), {@code /readyz} (503 with the reasons
 * where it is not), {@code /metrics} (Prometheus), and its own routes.
 *
 * <p>A route that names a {@link Role} needs a bearer token of that role, where there are tokens.
 * Health needs none, so that probes work. Errors are {@link Problem}s.
 */
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final Javalin javalin;
  private final String host;

  private HttpServer(Javalin javalin, String host) {
    this.javalin = javalin;
    this.host = host;
  }

  /**
   * Starts to listen.
   *
   * @param routes adds the service's own; Javalin takes none later
   * @throws RegattaException RESOURCE where the port is taken
   */
  public static HttpServer start(
      HttpSettings settings,
      Health health,
      PrometheusMeterRegistry metrics,
      Consumer<JavalinConfig> routes) {
    Javalin javalin =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.http.prefer405over404 = true;
              Access.check(config, settings);
              config.routes.get("/healthz", context -> context.result("ok\n"));
              config.routes.get("/readyz", context -> readiness(context, health));
              Role[] metricsRole = settings.loopback() ? new Role[0] : new Role[] {Role.VIEWER};
              config.routes.get(
                  "/metrics",
                  context -> context.result(metrics.scrape()).contentType(PROMETHEUS),
                  metricsRole);
              problems(config);
              routes.accept(config);
            });
    try {
      javalin.start(settings.host(), settings.port());
    } catch (JavalinBindException e) {
      throw RegattaException.resource(
          "Cannot listen on " + settings.host() + ":" + settings.port() + ": " + e.getMessage(), e);
    }
    HttpServer server = new HttpServer(javalin, settings.host());
    LOG.info("Listening on {}", server.url());
    return server;
  }

  public int port() {
    return javalin.port();
  }

  /**
   * Address of the server, without a slash at the end; with the name of this machine where it
   * listens on all of its addresses.
   */
  public String url() {
    String reached = reached();
    return "http://" + (reached.contains(":") ? "[" + reached + "]" : reached) + ":" + port();
  }

  private String reached() {
    try {
      return InetAddress.getByName(host).isAnyLocalAddress()
          ? InetAddress.getLocalHost().getHostName()
          : host;
    } catch (UnknownHostException e) {
      return host;
    }
  }

  @Override
  public void close() {
    javalin.stop();
  }

  private static void readiness(Context context, Health health) {
    Map<String, String> missing = health.missing();
    context
        .status(missing.isEmpty() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .result(Json.bytes(new TreeMap<>(Map.of("ready", missing.isEmpty(), "missing", missing))))
        .contentType("application/json");
  }

  private static void problems(JavalinConfig config) {
    config.routes.exception(
        HttpResponseException.class,
        (e, context) -> {
          if (e instanceof MethodNotAllowedResponse) {
            context.header("Allow", e.getDetails().get("availableMethods"));
          }
          Problem.of(HttpStatus.forStatus(e.getStatus()), e.getMessage()).send(context);
        });
    config.routes.exception(
        RegattaException.class,
        (e, context) -> {
          HttpStatus status = status(e);
          if (status.isServerError()) {
            LOG.error("{} {} failed", context.method(), context.path(), e);
          }
          Problem.of(status, e.getMessage(), e.category()).send(context);
        });
    config.routes.exception(
        Exception.class,
        (e, context) -> {
          LOG.error("{} {} failed", context.method(), context.path(), e);
          Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, "See the log of the service").send(context);
        });
  }

  private static HttpStatus status(RegattaException e) {
    return switch (e.category()) {
      case USER -> HttpStatus.BAD_REQUEST;
      case RESOURCE -> HttpStatus.SERVICE_UNAVAILABLE;
      case MODEL, INTERNAL -> HttpStatus.INTERNAL_SERVER_ERROR;
    };
  }
}
