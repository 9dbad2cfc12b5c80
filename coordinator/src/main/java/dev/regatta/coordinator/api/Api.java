package dev.regatta.coordinator.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.regatta.coordinator.cluster.Coordinator;
import dev.regatta.coordinator.cluster.Queues;
import dev.regatta.coordinator.cluster.StandbyException;
import dev.regatta.coordinator.cluster.UnknownSweepException;
import dev.regatta.coordinator.control.NotPossibleException;
import dev.regatta.coordinator.control.Transition;
import dev.regatta.coordinator.submission.Manifest;
import dev.regatta.coordinator.submission.MissingBlobsException;
import dev.regatta.coordinator.submission.Submission;
import dev.regatta.coordinator.submission.Submissions;
import dev.regatta.coordinator.submission.TooLargeException;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.ServiceKind;
import dev.regatta.protocol.SweepControl;
import dev.regatta.protocol.WorkerDetails;
import dev.regatta.service.http.Problem;
import dev.regatta.service.http.Role;
import dev.regatta.service.registry.ServiceRegistry;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.sse.SseHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The REST API, as {@code docs/openapi.yaml} describes it. All answers are JSON; errors are
 * problems of RFC 9457 with the category of who has to act.
 */
public final class Api {
  /** Manifests are small; files come by themselves. */
  private static final int MOST_MANIFEST_BYTES = 8 << 20;

  private static final String PREFIX = "/api/v1";

  private final Coordinator coordinator;
  private final Submissions submissions;
  private final ServiceRegistry registry;
  private final Queues queues;
  private final PoolRoutes pools;
  private final Watchers watchers;

  public Api(
      Coordinator coordinator,
      Submissions submissions,
      ServiceRegistry registry,
      Queues queues,
      PoolRoutes pools,
      Watchers watchers) {
    this.coordinator = coordinator;
    this.submissions = submissions;
    this.registry = registry;
    this.queues = queues;
    this.pools = pools;
    this.watchers = watchers;
  }

  /**
   * A route.
   *
   * @param path with parameters in braces
   * @param byLeader whether only the coordinator that leads can answer
   */
  record Route(HandlerType method, String path, Role role, boolean byLeader, Handler handler) {}

  List<Route> routes() {
    return List.of(
        get("/sweeps", this::list),
        post("/sweeps", this::submit),
        get("/sweeps/{id}", this::show),
        get("/sweeps/{id}/events", this::watch),
        post("/sweeps/{id}/pause", context -> command(context, Transition.PAUSE)),
        post("/sweeps/{id}/resume", context -> command(context, Transition.RESUME)),
        post("/sweeps/{id}/cancel", context -> command(context, Transition.CANCEL)),
        post("/sweeps/{id}/retry", context -> command(context, Transition.RETRY)),
        command(HandlerType.PUT, "/blobs/{sha256}", this::upload),
        get("/workers", this::workers),
        get("/models", this::models),
        get("/queues", this::queues),
        new Route(
            HandlerType.GET, PREFIX + "/pools", Role.VIEWER, true, context -> pools.list(context)),
        command(HandlerType.PUT, "/pools/{name}", context -> pools.put(context)),
        command(HandlerType.DELETE, "/pools/{name}", context -> pools.delete(context)));
  }

  /** Adds the routes and what their errors are answered with. */
  public void addTo(JavalinConfig config) {
    LeaderProxy proxy = new LeaderProxy(coordinator);
    for (Route route : routes()) {
      Handler handler = route.byLeader() ? proxy.wrap(route.handler()) : route.handler();
      config.routes.addHttpHandler(route.method(), route.path(), handler, route.role());
    }
    problem(config, NotPossibleException.class, HttpStatus.CONFLICT);
    problem(config, UnknownSweepException.class, HttpStatus.NOT_FOUND);
    problem(config, TooLargeException.class, HttpStatus.CONTENT_TOO_LARGE);
    problem(config, StandbyException.class, HttpStatus.SERVICE_UNAVAILABLE);
    config.routes.exception(MissingBlobsException.class, Api::missing);
  }

  private static Route get(String path, Handler handler) {
    return new Route(HandlerType.GET, PREFIX + path, Role.VIEWER, false, handler);
  }

  private static Route post(String path, Handler handler) {
    return command(HandlerType.POST, path, handler);
  }

  private static Route command(HandlerType method, String path, Handler handler) {
    return new Route(method, PREFIX + path, Role.OPERATOR, true, handler);
  }

  private static <E extends RegattaException> void problem(
      JavalinConfig config, Class<E> type, HttpStatus status) {
    config.routes.exception(
        type, (e, context) -> Problem.of(status, e.getMessage(), e.category()).send(context));
  }

  private static void missing(MissingBlobsException e, Context context) {
    context
        .status(HttpStatus.CONFLICT)
        .result(
            Json.bytes(
                new Views.Missing(
                    "about:blank",
                    HttpStatus.CONFLICT.getMessage(),
                    HttpStatus.CONFLICT.getCode(),
                    e.getMessage(),
                    e.missing())))
        .contentType("application/problem+json");
  }

  private void list(Context context) {
    Map<String, SweepControl> sweeps = coordinator.sweeps();
    var executed = coordinator.progress();
    json(
        context,
        new Views.Sweeps(
            sweeps.values().stream()
                .sorted(
                    Comparator.comparing(SweepControl::submittedAtMillis)
                        .thenComparing(SweepControl::id))
                .map(sweep -> SweepView.of(sweep, executed))
                .toList()));
  }

  private void show(Context context) {
    json(context, view(context.pathParam("id")));
  }

  /** Server-sent events. */
  private void watch(Context context) throws Exception {
    String id = context.pathParam("id");
    view(id);
    new SseHandler(client -> watchers.watch(client, () -> view(id))).handle(context);
  }

  private void submit(Context context) {
    coordinator.requireLeading();
    Submission submission = submissions.accept(manifest(context), queues::requirePossible);
    boolean present = coordinator.sweeps().containsKey(submission.id());
    SweepControl sweep = coordinator.submit(submission);
    json(
        context
            .status(present ? HttpStatus.OK : HttpStatus.CREATED)
            .header("Location", PREFIX + "/sweeps/" + sweep.id()),
        view(sweep.id()));
  }

  private static Manifest manifest(Context context) {
    try (InputStream body = context.bodyInputStream()) {
      byte[] json = body.readNBytes(MOST_MANIFEST_BYTES + 1);
      if (json.length > MOST_MANIFEST_BYTES) {
        throw new TooLargeException("The manifest has more than " + MOST_MANIFEST_BYTES + " bytes");
      }
      return Optional.ofNullable(Json.MAPPER.readValue(json, Manifest.class))
          .orElseThrow(() -> noManifest("null"));
    } catch (JsonProcessingException e) {
      throw noManifest(e.getOriginalMessage());
    } catch (IOException e) {
      throw noManifest(e.getMessage());
    }
  }

  private static RegattaException noManifest(String why) {
    return RegattaException.user(
        "The body is no manifest (expected: JSON with sweepFile and files): " + why);
  }

  private void command(Context context, Transition command) {
    SweepControl sweep = coordinator.command(context.pathParam("id"), command);
    json(context.status(HttpStatus.ACCEPTED), view(sweep.id()));
  }

  private void upload(Context context) throws IOException {
    coordinator.requireLeading();
    try (InputStream body = context.bodyInputStream()) {
      boolean created = submissions.upload(context.pathParam("sha256"), body);
      context.status(created ? HttpStatus.CREATED : HttpStatus.NO_CONTENT);
    }
  }

  private void workers(Context context) {
    json(
        context,
        new Views.Workers(
            registry.members().stream()
                .filter(member -> member.status().worker() != null)
                .map(WorkerView::of)
                .toList()));
  }

  private void models(Context context) {
    Map<String, List<WorkerDetails>> models =
        registry.present(ServiceKind.WORKER).stream()
            .filter(status -> status.worker() != null)
            .map(status -> status.worker())
            .collect(
                Collectors.groupingBy(WorkerDetails::model, TreeMap::new, Collectors.toList()));
    json(context, new Views.Models(models.values().stream().map(Api::model).toList()));
  }

  private static Views.Model model(List<WorkerDetails> workers) {
    WorkerDetails first = workers.get(0);
    boolean agree =
        workers.stream()
                .map(
                    worker -> List.of(worker.runtime(), worker.runtimeVersion(), worker.revision()))
                .distinct()
                .count()
            == 1;
    return new Views.Model(first.model(), first.runtime(), first.revision(), workers.size(), agree);
  }

  private void queues(Context context) {
    json(
        context,
        new Views.Queues(
            queues.depths(coordinator.sweeps().values()).stream()
                .map(
                    depth ->
                        new Views.Queue(
                            depth.model(), depth.queued(), depth.inFlight(), depth.workers()))
                .toList()));
  }

  private SweepView view(String id) {
    SweepControl sweep = coordinator.sweeps().get(id);
    if (sweep == null) {
      throw new UnknownSweepException(id);
    }
    return SweepView.of(sweep, coordinator.progress());
  }

  private static void json(Context context, Object body) {
    context.result(Json.bytes(body)).contentType("application/json");
  }
}
