package dev.regatta.worker.runtime.openai;

import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.Token;
import dev.regatta.service.life.Sleeper;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.openai.Capabilities.Asking;
import dev.regatta.worker.runtime.openai.Capabilities.Counting;
import dev.regatta.worker.runtime.openai.Capabilities.Scoring;
import dev.regatta.worker.runtime.openai.FirstAnswer.Outcome;
import dev.regatta.worker.runtime.openai.WindowProbe.Window;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out by asking what an engine can do, before it gets work. An engine's name says too little:
 * versions, builds and flags decide.
 */
final class Probe {
  private static final Logger LOG = LoggerFactory.getLogger(Probe.class);
  private static final int STREAM_TOKENS = 3;
  private static final List<Message> STREAM_MESSAGES =
      List.of(new Message("user", "What is 7 + 5?"));
  private static final int CHAT_STREAM_TOKENS = 8;

  private final FirstAnswer first;
  private final Prober prober;
  private final OpenAiOptions options;

  Probe(Prober prober, OpenAiOptions options) {
    this.first = new FirstAnswer(prober, options, System::nanoTime, Sleeper.SYSTEM);
    this.prober = prober.patient(System::nanoTime, Sleeper.SYSTEM);
    this.options = options;
  }

  /** What is known of likelihoods: how, or why not. */
  private record Likelihood(
      Optional<Scoring> scoring,
      Optional<Counting> counting,
      boolean tokenIds,
      OptionalInt window,
      String refusal) {

    static Likelihood refused(String why) {
      return new Likelihood(Optional.empty(), Optional.empty(), false, OptionalInt.empty(), why);
    }
  }

  /**
   * Waits until the engine answers, then asks it everything.
   *
   * @throws RegattaException USER or MODEL where it cannot be used at all
   */
  Capabilities run() {
    ModelListing listing = first.listing();
    FirstAnswer.Outcomes answers = first.answers();
    Optional<Asking> completions = asking(answers.completions(), this::completionStreams);
    Optional<Asking> chat = asking(answers.chat(), this::chatStreams).map(this::likelihoodsOfChats);
    Likelihood likelihood = likelihood(answers.completions());
    Window window = window(listing, likelihood, completions);
    return new Capabilities(
        server(listing),
        options.revision().orElse(listing.revision()),
        refused(answers, likelihood),
        completions,
        chat,
        likelihood.scoring,
        likelihood.counting,
        several(completions, chat),
        likelihood.tokenIds,
        window.tokens(),
        window.cuts(),
        prober.textBeside(Gauges.PATH).flatMap(Gauges::read).isPresent());
  }

  private Map<RequestKind, String> refused(FirstAnswer.Outcomes answers, Likelihood likelihood) {
    Map<RequestKind, String> refused = new EnumMap<>(RequestKind.class);
    if (!answers.completions().answered() && !options.chatOnly()) {
      refused.put(RequestKind.GENERATE, answers.completions().failure().getMessage());
    }
    if (!answers.chat().answered()) {
      refused.put(RequestKind.CHAT, answers.chat().failure().getMessage());
    }
    if (likelihood.scoring.isEmpty()) {
      refused.put(RequestKind.SCORE, likelihood.refusal);
    }
    return Map.copyOf(refused);
  }

  private Optional<Asking> asking(Outcome outcome, Predicate<Dialect> streams) {
    return outcome.answered()
        ? Optional.of(
            new Asking(outcome.dialect(), options.stream() && streams.test(outcome.dialect())))
        : Optional.empty();
  }

  /** HELM's client asks no chat for log-probabilities. */
  private Asking likelihoodsOfChats(Asking asking) {
    return options.asHelm()
        ? new Asking(asking.dialect().withoutLogprobs(), asking.streams())
        : asking;
  }

  private boolean completionStreams(Dialect dialect) {
    byte[] body = prober.bodies.completion(FirstAnswer.PROMPT, streamed(STREAM_TOKENS, dialect));
    return streams(prober.completions, body, dialect);
  }

  private boolean chatStreams(Dialect dialect) {
    byte[] body = prober.bodies.chat(STREAM_MESSAGES, streamed(CHAT_STREAM_TOKENS, dialect));
    return streams(prober.chat, body, dialect);
  }

  private static Bodies.Generation streamed(int tokens, Dialect dialect) {
    return new Bodies.Generation(Decoding.greedy(tokens, List.of()), 1, 1, true, dialect);
  }

  /** Only where nothing is lost by it: all that the answer has as a whole comes in the stream. */
  private boolean streams(Endpoint.Target target, byte[] body, Dialect dialect) {
    AnswerBuilder builder = new AnswerBuilder(1, List.of(), dialect.logprobs(), System::nanoTime);
    try {
      Reply reply = prober.stream(target, body, builder::event);
      if (!reply.ok() || !reply.contentType().equals(Reply.EVENTS)) {
        return false;
      }
      Answer answer = builder.finish();
      return answer.timeToFirstTokenSeconds() != null && answer.usage().promptTokens() > 0;
    } catch (EngineException e) {
      return false;
    }
  }

  private boolean several(Optional<Asking> completions, Optional<Asking> chat) {
    Dialect dialect = completions.or(() -> chat).orElseThrow().dialect();
    Decoding sampled = new Decoding(1, 1, STREAM_TOKENS, List.of(), 2, 1, 0, 0, null);
    Bodies.Generation two = new Bodies.Generation(sampled, 2, 1, false, dialect);
    AnswerBuilder builder = new AnswerBuilder(2, List.of(), false, System::nanoTime);
    try {
      builder.add(
          completions.isPresent()
              ? prober.ask(prober.completions, prober.bodies.completion(FirstAnswer.PROMPT, two))
              : prober.ask(prober.chat, prober.bodies.chat(FirstAnswer.MESSAGES, two)));
      return builder.finish().outputs().size() == 2;
    } catch (EngineException e) {
      return false;
    }
  }

  private Likelihood likelihood(Outcome completions) {
    if (!completions.answered()) {
      return Likelihood.refused(completions.failure().getMessage());
    }
    List<Token> tokens = completions.answer().outputs().get(0).tokens();
    if (tokens.isEmpty()) {
      return Likelihood.refused("it gives no log-probabilities");
    }
    ScoringProbe probe = new ScoringProbe(prober, tokens.get(0));
    Optional<ScoringProbe.Found> found = probe.run(options.trusted());
    found
        .filter(way -> !way.scoring().verified())
        .ifPresent(way -> LOG.warn("Trusts log-probabilities. {}", probe.problems()));
    return found
        .map(way -> counted(probe.text(), way))
        .orElseGet(() -> Likelihood.refused(probe.problems()));
  }

  private Likelihood counted(String text, ScoringProbe.Found found) {
    TokenizerProbe tokenizer = new TokenizerProbe(prober, text, found);
    Optional<Counting> counting = tokenizer.counting();
    return counting.isEmpty()
        ? Likelihood.refused("there is no way to count the tokens of a continuation")
        : new Likelihood(
            Optional.of(found.scoring()), counting, tokenizer.tokenIds(), tokenizer.window(), "");
  }

  private Window window(ModelListing listing, Likelihood likelihood, Optional<Asking> completions) {
    if (options.window().isPresent()) {
      return new Window(options.window(), false);
    }
    if (listing.window().isPresent()) {
      return new Window(listing.window(), false);
    }
    return likelihood.window.isPresent()
        ? new Window(likelihood.window, false)
        : new WindowProbe(prober).run(completions.map(Asking::dialect));
  }

  private String server(ModelListing listing) {
    String version =
        prober.beside("/version").map(body -> body.path("version").asText("")).orElse("");
    return (listing.owner() + " " + version).strip();
  }
}
