package dev.regatta.worker.runtime.openai;

import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.FinishReason;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.Output;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.Usage;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.openai.Capabilities.Asking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Asks for generated answers. */
final class Generator {
  private final Endpoint endpoint;
  private final Bodies bodies;
  private final Capabilities capabilities;
  private final boolean asHelm;
  private final Duration timeout;
  private final Endpoint.Target completions;
  private final Endpoint.Target chat;

  /**
   * @param asHelm whether reasons of the end get lost as in HELM's clients
   */
  Generator(
      Endpoint endpoint,
      Bodies bodies,
      Capabilities capabilities,
      boolean asHelm,
      Duration timeout) {
    this.endpoint = endpoint;
    this.bodies = bodies;
    this.capabilities = capabilities;
    this.asHelm = asHelm;
    this.timeout = timeout;
    this.completions = endpoint.api("/completions");
    this.chat = endpoint.api("/chat/completions");
  }

  /**
   * As many answers as are wanted. At temperature 0 all are alike: one is asked for, since some
   * servers refuse more. Of servers that give one at a time others are asked for separately.
   *
   * @param promised what the answer is for: once it is complete nobody waits for the answer
   */
  CompletableFuture<Answer> answer(
      Request request, Dispatcher dispatcher, CompletableFuture<Answer> promised) {
    Decoding decoding = request.decoding();
    int wanted = Math.max(1, decoding.numCompletions());
    if (decoding.maxTokens() == 0) {
      return CompletableFuture.completedFuture(nothing(wanted));
    }
    if (wanted == 1) {
      return dispatcher.send(promised, () -> ask(request, 1, 0));
    }
    if (decoding.temperature() == 0) {
      return dispatcher
          .send(promised, () -> ask(request, 1, 0))
          .thenApply(one -> copies(one, wanted));
    }
    if (capabilities.several()) {
      return dispatcher.send(promised, () -> ask(request, wanted, 0));
    }
    List<CompletableFuture<Answer>> answers =
        IntStream.range(0, wanted)
            .mapToObj(number -> dispatcher.send(promised, () -> ask(request, 1, number)))
            .toList();
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenApply(all -> joined(answers.stream().map(CompletableFuture::join).toList()));
  }

  /** Completes when the engine gives a right answer. */
  CompletableFuture<Void> test() {
    Decoding oneToken = Decoding.greedy(1, List.of());
    CompletableFuture<Reply> reply =
        capabilities.completions().isPresent()
            ? endpoint.post(
                completions,
                bodies.completion(
                    FirstAnswer.PROMPT, generation(oneToken, capabilities.completions().get())),
                timeout)
            : endpoint.post(
                chat,
                bodies.chat(
                    FirstAnswer.MESSAGES, generation(oneToken, capabilities.chat().orElseThrow())),
                timeout);
    return reply.thenAccept(
        answer -> {
          AnswerBuilder builder = new AnswerBuilder(1, List.of(), false, System::nanoTime);
          builder.add(Wire.read(answer));
          builder.finish();
        });
  }

  private static Bodies.Generation generation(Decoding decoding, Asking asking) {
    return new Bodies.Generation(decoding, 1, 0, false, asking.dialect());
  }

  /** The answer of no tokens that {@code max_tokens: 0} asks for. To some servers it has no end. */
  private static Answer nothing(int wanted) {
    Output empty = new Output("", 0, List.of(), FinishReason.LENGTH);
    return new Answer(
        Collections.nCopies(wanted, empty), new Usage(0, 0, 0), System.nanoTime(), null, 0);
  }

  private CompletableFuture<Answer> ask(Request request, int answers, int number) {
    boolean chatting = request.kind() == RequestKind.CHAT || capabilities.completions().isEmpty();
    Asking asking = (chatting ? capabilities.chat() : capabilities.completions()).orElseThrow();
    Dialect dialect = asking.dialect();
    Decoding decoding = request.decoding();
    Bodies.Generation generation =
        new Bodies.Generation(
            decoding, answers, Seeds.of(request, number), asking.streams(), dialect);
    byte[] body =
        chatting
            ? bodies.chat(messages(request), generation)
            : bodies.completion(request.prompt(), generation);
    AnswerBuilder builder =
        new AnswerBuilder(answers, decoding.stopSequences(), dialect.logprobs(), System::nanoTime);
    Endpoint.Target target = chatting ? chat : completions;
    CompletableFuture<Reply> reply =
        asking.streams()
            ? endpoint.stream(target, body, timeout, builder::event)
            : endpoint.post(target, body, timeout);
    // HELM cuts at every stop sequence anew, and at <|endoftext|> after completions; what has been
    // cut at has no reason.
    boolean lost = !chatting || !decoding.stopSequences().isEmpty();
    return reply.thenApply(
        whole -> {
          Answer answer = finish(whole, asking, builder);
          return asHelm ? asHelm(answer, lost) : answer;
        });
  }

  /** What ended by itself or at a stop sequence is one reason to OpenAI's API, and so to HELM. */
  private static Answer asHelm(Answer answer, boolean lost) {
    return answer.with(
        answer.outputs().stream()
            .map(
                output ->
                    new Output(
                        output.text(),
                        output.logprob(),
                        output.tokens(),
                        lost
                            ? FinishReason.UNKNOWN
                            : output.finishReason() == FinishReason.ENDOFTEXT
                                ? FinishReason.STOP
                                : output.finishReason()))
            .toList());
  }

  /** To a chat model a prompt is what the user says, as in HELM. */
  private static List<Message> messages(Request request) {
    return request.kind() == RequestKind.CHAT
        ? request.messages()
        : List.of(new Message("user", request.prompt()));
  }

  private Answer finish(Reply reply, Asking asking, AnswerBuilder builder) {
    boolean streamed = asking.streams() && reply.contentType().equals(Reply.EVENTS);
    if (!streamed) {
      builder.add(Wire.read(reply));
    } else if (!reply.ok()) {
      throw Faults.of(reply);
    }
    Answer answer = builder.finish();
    int promptTokens = answer.usage().promptTokens();
    if (capabilities.cutsPrompts() && promptTokens >= capabilities.window().orElseThrow()) {
      throw new EngineException(Fault.TOO_LONG, "it was cut to " + promptTokens + " tokens");
    }
    return answer;
  }

  private static Answer copies(Answer one, int wanted) {
    return one.with(Collections.nCopies(wanted, one.outputs().get(0)));
  }

  /** Separate answers as one: from the first start to the last end. */
  private static Answer joined(List<Answer> answers) {
    List<Output> outputs = new ArrayList<>();
    long started = answers.get(0).startedNanos();
    long ended = started;
    int generated = 0;
    for (Answer answer : answers) {
      outputs.addAll(answer.outputs());
      generated += answer.usage().completionTokens();
      long end = answer.startedNanos() + Math.round(answer.durationSeconds() * 1e9);
      if (answer.startedNanos() - started < 0) {
        started = answer.startedNanos();
      }
      if (end - ended > 0) {
        ended = end;
      }
    }
    Usage first = answers.get(0).usage();
    return new Answer(
        outputs,
        new Usage(first.promptTokens(), first.cachedTokens(), generated),
        started,
        answers.get(0).timeToFirstTokenSeconds(),
        (ended - started) / 1e9);
  }
}
