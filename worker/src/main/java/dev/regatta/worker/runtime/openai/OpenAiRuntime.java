package dev.regatta.worker.runtime.openai;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.RequestKind;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.EngineState;
import dev.regatta.worker.runtime.ModelRuntime;
import dev.regatta.worker.runtime.RuntimeFailure;
import dev.regatta.worker.runtime.RuntimeInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model behind a server with OpenAI's API: vLLM, SGLang, TGI, llama.cpp, Ollama, NIM, or a hosted
 * one. What the server can do is found out by {@link Probe asking} before it gets work; what goes
 * wrong is in {@link Fault}.
 *
 * <p>Sampled answers have a seed that is made from the request, so that a second attempt asks the
 * same.
 */
public final class OpenAiRuntime implements ModelRuntime {
  /** Its name in model references and completions. */
  public static final String NAME = "openai";

  /**
   * Version of how this runtime asks; part of request ids. The server's own version is not: it is
   * not known where a sweep is planned, and differs between servers of one model.
   */
  public static final String VERSION = "1";

  private static final Logger LOG = LoggerFactory.getLogger(OpenAiRuntime.class);
  private static final Duration LISTING_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration GAUGES_INTERVAL = Duration.ofSeconds(1);

  /** Where the server's queue can be seen, and requests beyond it are held back. */
  private static final int CEILING_WITH_GAUGES = 512;

  private static final int CEILING = 64;

  private final Endpoint endpoint;
  private final Capabilities capabilities;
  private final RuntimeInfo info;
  private final Dispatcher dispatcher;
  private final Generator generator;
  private final Optional<Scorer> scorer;
  private final Optional<TokenCounts> counts;
  private final Endpoint.Target gauges;

  private OpenAiRuntime(OpenAiOptions options, Endpoint endpoint, Capabilities capabilities) {
    this.endpoint = endpoint;
    this.capabilities = capabilities;
    this.info = info(options, capabilities);
    Bodies bodies = new Bodies(options.model());
    Duration timeout = options.requestTimeout();
    this.generator = new Generator(endpoint, bodies, capabilities, options.asHelm(), timeout);
    this.dispatcher =
        new Dispatcher(
            new ConcurrencyLimit(info.slots()),
            new Outage(options.baseUrl(), generator::test),
            endpoint::later,
            System::nanoTime,
            options.outageTimeout());
    this.counts =
        capabilities
            .tokens()
            .map(
                how ->
                    new TokenCounts(
                        how,
                        endpoint,
                        dispatcher,
                        bodies,
                        capabilities.completions().orElseThrow().dialect(),
                        timeout));
    this.scorer =
        capabilities
            .scoring()
            .map(how -> new Scorer(how, options.asHelm(), endpoint, bodies, timeout));
    this.gauges = endpoint.beside(Gauges.PATH);
    if (capabilities.gauges()) {
      endpoint.later(GAUGES_INTERVAL, this::observe);
    }
  }

  private static RuntimeInfo info(OpenAiOptions options, Capabilities capabilities) {
    int ceiling = capabilities.gauges() ? CEILING_WITH_GAUGES : CEILING;
    return new RuntimeInfo(
        NAME,
        version(capabilities),
        capabilities.revision(),
        options.concurrency().orElse(ceiling),
        capabilities.window().orElse(Integer.MAX_VALUE),
        capabilities.kinds(),
        capabilities.refused(),
        false);
  }

  private static String version(Capabilities capabilities) {
    String version = (VERSION + " " + capabilities.server()).strip();
    return capabilities.trusting() ? version + ", likelihoods trusted" : version;
  }

  /**
   * Connects to a server and probes it; returns when it has given its first right answer.
   *
   * @throws RegattaException USER where the server refuses the key or lacks the model, MODEL where
   *     it gives no right answer within the start timeout
   */
  public static OpenAiRuntime open(OpenAiOptions options, Map<String, String> environment) {
    Endpoint endpoint = new Endpoint(options, ApiKey.of(options, environment));
    try {
      Prober prober = new Prober(endpoint, new Bodies(options.model()), options.requestTimeout());
      Capabilities capabilities = new Probe(prober, options).run();
      report(options, capabilities);
      return new OpenAiRuntime(options, endpoint, capabilities);
    } catch (RuntimeException e) {
      endpoint.close();
      throw e;
    }
  }

  /**
   * What requests to the model depend on. Asks the server only where the options have no revision.
   *
   * @throws RegattaException USER where the server refuses the key or lacks the model, RESOURCE
   *     where it cannot be asked
   */
  public static ModelRef describe(
      String name, OpenAiOptions options, Map<String, String> environment) {
    String weights = options.revision().orElseGet(() -> reported(options, environment));
    String revision = weights + asked(options);
    Integer window =
        options.window().isPresent() ? Integer.valueOf(options.window().getAsInt()) : null;
    return new ModelRef(name, NAME, VERSION, revision, window, false);
  }

  /** What gives a request another answer, or one that must not be taken for it. */
  private static String asked(OpenAiOptions options) {
    String asked = (options.chatOnly() ? ",chat_only" : "") + (options.asHelm() ? ",as_helm" : "");
    return options.trusted() && !options.chatOnly() ? asked + ModelRef.TRUSTED : asked;
  }

  private static String reported(OpenAiOptions options, Map<String, String> environment) {
    try (Endpoint endpoint = new Endpoint(options, ApiKey.of(options, environment))) {
      Prober prober = new Prober(endpoint, new Bodies(options.model()), LISTING_TIMEOUT);
      return ModelListing.find(prober.getModels(), options.model()).revision();
    } catch (EngineException e) {
      throw new RegattaException(
          e.fault() == Fault.UNAUTHORIZED ? ErrorCategory.USER : ErrorCategory.RESOURCE,
          "Cannot ask %s for the revision of model %s. %s. Start the server, or name the revision in the option revision"
              .formatted(options.baseUrl(), options.model(), e.getMessage()),
          e);
    }
  }

  private static void report(OpenAiOptions options, Capabilities found) {
    LOG.info(
        "Engine {} {}: answers {}, window {}, streams {}/{} (completions/chat), several answers {},"
            + " token ids {}, tokenizer {}, gauges {}",
        options.baseUrl(),
        found.server(),
        found.kinds(),
        found.window().isPresent() ? found.window().getAsInt() : "unknown",
        found.completions().map(Capabilities.Asking::streams).orElse(false),
        found.chat().map(Capabilities.Asking::streams).orElse(false),
        found.several(),
        found.tokenIds(),
        found.tokens().map(Capabilities.Counting::endpoint).orElse(false),
        found.gauges());
    found
        .refused()
        .forEach(
            (kind, why) -> LOG.warn("Engine {} is not asked {}. {}", options.baseUrl(), kind, why));
    if (found.cutsPrompts()) {
      LOG.warn(
          "Engine {} cuts prompts to {} tokens without a word; such answers are refused here",
          options.baseUrl(),
          found.window().orElse(0));
    }
  }

  private void observe() {
    endpoint
        .get(gauges, LISTING_TIMEOUT)
        .whenComplete(
            (reply, error) -> {
              if (error == null && reply.ok()) {
                Gauges.read(new String(reply.body(), StandardCharsets.UTF_8))
                    .ifPresent(seen -> dispatcher.observed(seen.running(), seen.waiting()));
              }
              endpoint.later(GAUGES_INTERVAL, this::observe);
            });
  }

  @Override
  public RuntimeInfo info() {
    return info;
  }

  @Override
  public EngineState state() {
    return dispatcher.state();
  }

  /**
   * {@inheritDoc}
   *
   * @throws RuntimeFailure where the server has no way to count
   */
  @Override
  public int countTokens(String text) {
    TokenCounts counter =
        counts.orElseThrow(
            () ->
                new RuntimeFailure(
                    ErrorCategory.USER,
                    RuntimeFailure.Action.QUARANTINE,
                    "The engine has no way to count tokens",
                    null));
    try {
      return counter.count(text).join();
    } catch (CompletionException e) {
      throw Faults.of(e).asFailure();
    }
  }

  @Override
  public CompletableFuture<Answer> submit(Request request) {
    String refusal = capabilities.refused().get(request.kind());
    if (refusal != null) {
      return CompletableFuture.failedFuture(
          new RuntimeFailure(
              ErrorCategory.USER,
              RuntimeFailure.Action.QUARANTINE,
              "The engine cannot answer " + request.kind() + " requests. " + refusal,
              null));
    }
    CompletableFuture<Answer> promised = new CompletableFuture<>();
    answer(request, promised)
        .whenComplete(
            (answer, error) -> {
              if (error == null) {
                promised.complete(answer);
              } else {
                promised.completeExceptionally(Faults.of(error).asFailure());
              }
            });
    return promised;
  }

  private CompletableFuture<Answer> answer(Request request, CompletableFuture<Answer> promised) {
    return request.kind() == RequestKind.SCORE
        ? score(request, promised)
        : generator.answer(request, dispatcher, promised);
  }

  private CompletableFuture<Answer> score(Request request, CompletableFuture<Answer> promised) {
    if (request.continuation() == null) {
      return dispatcher.send(promised, () -> scorer.orElseThrow().scoreAll(request.prompt()));
    }
    return counts
        .orElseThrow()
        .count(request.continuation())
        .thenCompose(
            tokens ->
                dispatcher.send(
                    promised, () -> scorer.orElseThrow().score(request.prompt(), tokens)));
  }

  @Override
  public void close() {
    dispatcher.close();
    endpoint.close();
  }
}
