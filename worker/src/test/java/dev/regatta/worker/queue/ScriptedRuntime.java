package dev.regatta.worker.queue;

import dev.regatta.protocol.FinishReason;
import dev.regatta.protocol.Output;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.Token;
import dev.regatta.protocol.Usage;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.ModelRuntime;
import dev.regatta.worker.runtime.RuntimeInfo;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** An engine that does what the test says, and remembers what it was asked. */
final class ScriptedRuntime implements ModelRuntime {
  final Queue<Request> submitted = new ConcurrentLinkedQueue<>();
  private final int slots;
  private final Function<Request, CompletableFuture<Answer>> script;

  ScriptedRuntime(int slots, Function<Request, CompletableFuture<Answer>> script) {
    this.slots = slots;
    this.script = script;
  }

  static Answer answer() {
    Output output = new Output("yes", -1, List.of(new Token("yes", -1)), FinishReason.STOP);
    return new Answer(List.of(output), new Usage(3, 0, 1), System.nanoTime(), 0.0, 0);
  }

  @Override
  public RuntimeInfo info() {
    Set<RequestKind> kinds = Set.of(RequestKind.GENERATE);
    return new RuntimeInfo("scripted", "1", "revision", slots, 1000, kinds, true);
  }

  @Override
  public CompletableFuture<Answer> submit(Request request) {
    submitted.add(request);
    return script.apply(request);
  }

  @Override
  public int countTokens(String text) {
    return text.length();
  }

  @Override
  public void close() {}
}
