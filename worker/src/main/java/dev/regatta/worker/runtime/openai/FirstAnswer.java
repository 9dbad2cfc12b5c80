package dev.regatta.worker.runtime.openai;

import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.RegattaException;
import dev.regatta.service.life.Sleeper;
import dev.regatta.worker.runtime.Answer;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for an engine's first right answer and finds out how it wants to be asked. Health pages are
 * not looked at: engines are healthy there long before they answer.
 */
final class FirstAnswer {
  static final String PROMPT = "The capital of France is";
  static final List<Message> MESSAGES =
      List.of(new Message("user", "What is the capital of France?"));
  static final int TOKENS = 8;
  static final int CHAT_TOKENS = 16;

  private static final Logger LOG = LoggerFactory.getLogger(FirstAnswer.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration REPORT_INTERVAL = Duration.ofSeconds(30);

  private final Prober prober;
  private final OpenAiOptions options;
  private final LongSupplier nanoTime;
  private final Sleeper sleeper;
  private final long startedNanos;
  private long reportedNanos;
  private boolean reported;

  FirstAnswer(Prober prober, OpenAiOptions options, LongSupplier nanoTime, Sleeper sleeper) {
    this.prober = prober;
    this.options = options;
    this.nanoTime = nanoTime;
    this.sleeper = sleeper;
    this.startedNanos = nanoTime.getAsLong();
  }

  /**
   * What one of the two APIs did.
   *
   * @param dialect null where it gave no answer
   * @param answer null where it gave none
   * @param failure null where it gave one
   */
  record Outcome(Dialect dialect, Answer answer, EngineException failure) {
    boolean answered() {
      return failure == null;
    }

    boolean complete() {
      return answered() && dialect.equals(Dialect.BY_PREFERENCE.get(0));
    }

    /** Whether waiting may help. */
    boolean mayComeYet() {
      return failure != null
          && switch (failure.fault()) {
            case UNREACHABLE, BROKEN_OFF, BUSY, TIMEOUT, SERVER_ERROR -> true;
            default -> false;
          };
    }
  }

  /** Both APIs. */
  record Outcomes(Outcome completions, Outcome chat) {
    boolean answered() {
      return completions.answered() || chat.answered();
    }

    /** Whether both have answered the fullest question, and fully. */
    boolean complete() {
      return completions.complete() && chat.complete();
    }

    /** Where neither has answered: what is waited for, else what is wrong. */
    EngineException telling(boolean chatOnly) {
      boolean ofChat = !completions.mayComeYet() && (chat.mayComeYet() || chatOnly);
      return (ofChat ? chat : completions).failure;
    }
  }

  /**
   * The model's entry in the server's list.
   *
   * @throws RegattaException USER where the server refuses the key or lacks the model, MODEL where
   *     it does not start in time
   */
  ModelListing listing() {
    while (true) {
      EngineException failure;
      try {
        return ModelListing.find(prober.getModels(), options.model());
      } catch (EngineException e) {
        failure = e;
      }
      requireKey(failure);
      waitFor(failure);
    }
  }

  /**
   * Asks both APIs until one has answered; at least one of the outcomes is an answer.
   *
   * @throws RegattaException as {@link #listing}
   */
  Outcomes answers() {
    while (true) {
      Outcomes outcomes = ask(prober);
      if (outcomes.complete()) {
        return outcomes;
      }
      if (outcomes.answered()) {
        // While an engine starts it fails in any way: what it lacks shows once it answers.
        outcomes = ask(prober.patient(nanoTime, sleeper));
      }
      if (outcomes.answered()) {
        return outcomes;
      }
      EngineException telling = outcomes.telling(options.chatOnly());
      if (!outcomes.completions.mayComeYet() && !outcomes.chat.mayComeYet()) {
        throw RegattaException.model(
            "Engine " + options.baseUrl() + " cannot be used. " + telling.getMessage());
      }
      waitFor(telling);
    }
  }

  private Outcomes ask(Prober asking) {
    Outcome completions =
        options.chatOnly()
            ? new Outcome(
                null, null, new EngineException(Fault.REFUSED, "the option chat_only is set"))
            : negotiate(
                dialect ->
                    asking.ask(
                        asking.completions,
                        asking.bodies.completion(PROMPT, generation(TOKENS, dialect))));
    Outcome chat =
        negotiate(
            dialect ->
                asking.ask(
                    asking.chat, asking.bodies.chat(MESSAGES, generation(CHAT_TOKENS, dialect))));
    return new Outcomes(completions, chat);
  }

  static Bodies.Generation generation(int tokens, Dialect dialect) {
    return new Bodies.Generation(Decoding.greedy(tokens, List.of()), 1, 1, false, dialect);
  }

  /** The first of the ways to ask that is answered. */
  private Outcome negotiate(Function<Dialect, Wire.Part> question) {
    EngineException refusal = null;
    for (Dialect dialect : Dialect.BY_PREFERENCE) {
      try {
        return outcome(dialect, question.apply(dialect));
      } catch (EngineException e) {
        requireKey(e);
        // The llama.cpp family answers 500 to what it does not take.
        boolean askDifferently = e.fault() == Fault.REFUSED || e.fault() == Fault.SERVER_ERROR;
        refusal = e;
        if (!askDifferently) {
          break;
        }
      }
    }
    return new Outcome(null, null, refusal);
  }

  private static Outcome outcome(Dialect dialect, Wire.Part part) {
    AnswerBuilder builder = new AnswerBuilder(1, List.of(), false, System::nanoTime);
    builder.add(part);
    Answer answer = builder.finish();
    boolean logprobs = !answer.outputs().get(0).tokens().isEmpty();
    return new Outcome(logprobs ? dialect : dialect.withoutLogprobs(), answer, null);
  }

  private void requireKey(EngineException failure) {
    if (failure.fault() == Fault.UNAUTHORIZED) {
      throw RegattaException.user(
          "Engine "
              + options.baseUrl()
              + " cannot be used. "
              + failure.getMessage()
              + " (the key comes from the option api_key_env or api_key_file)");
    }
  }

  private void waitFor(EngineException failure) {
    long now = nanoTime.getAsLong();
    if (now - startedNanos >= options.startTimeout().toNanos()) {
      throw RegattaException.model(
          "Engine %s gave no right answer within %d s. %s"
              .formatted(
                  options.baseUrl(), options.startTimeout().toSeconds(), failure.getMessage()));
    }
    if (!reported || now - reportedNanos >= REPORT_INTERVAL.toNanos()) {
      reported = true;
      reportedNanos = now;
      LOG.warn(
          "Waiting for engine {} to give its first answer. {}",
          options.baseUrl(),
          failure.getMessage());
    }
    sleeper.pause(PAUSE);
  }
}
