package dev.regatta.aggregator.annotation.code;

import dev.regatta.aggregator.annotation.Annotation;
import dev.regatta.aggregator.annotation.Annotator;
import dev.regatta.aggregator.annotation.Annotators;
import dev.regatta.aggregator.annotation.Outcome;
import dev.regatta.aggregator.annotation.Subject;
import dev.regatta.protocol.RegattaException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs programs side by side. */
public final class CodeAnnotator implements Annotator {
  private static final String TRIVIAL = "{\"kind\": \"check\", \"program\": \"import math\"}";

  private final Sandbox sandbox;
  private final ProgramRunner runner;
  private final int parallelism;

  /**
   * @param parallelism programs that run at once
   */
  public CodeAnnotator(Sandbox sandbox, Limits limits, int parallelism) {
    this.sandbox = sandbox;
    this.runner = new ProgramRunner(sandbox, limits);
    this.parallelism = parallelism;
  }

  @Override
  public String name() {
    return Annotators.CODE;
  }

  @Override
  public String tool() {
    return sandbox.description();
  }

  /** Whichever sandbox it ran in, a program does what it does. */
  @Override
  public boolean accepts(String tool) {
    return true;
  }

  @Override
  public void check() {
    ProgramResult result = runner.run(TRIVIAL);
    if (result.outcome() != Outcome.PASSED) {
      throw RegattaException.user(
          "code.sandbox: %s does not run programs on this machine: %s %s"
              .formatted(tool(), result.outcome().label(), result.message()));
    }
  }

  @Override
  public void annotate(List<Subject> subjects, Consumer<Annotation> sink) {
    check();
    ExecutorService pool = Executors.newFixedThreadPool(parallelism);
    try {
      List<Future<Annotation>> running =
          subjects.stream()
              .map(subject -> pool.submit(() -> annotation(subject)))
              .collect(Collectors.toList());
      for (Future<Annotation> one : running) {
        sink.accept(one.get());
      }
    } catch (ExecutionException e) {
      throw RegattaException.internal("Cannot run a program: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegattaException.resource("Interrupted while programs ran", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private Annotation annotation(Subject subject) {
    long start = System.nanoTime();
    ProgramResult result = runner.run(subject.content());
    return Annotation.program(
        subject.id(),
        result.outcome(),
        result.tests(),
        result.testsPassed(),
        result.message(),
        (System.nanoTime() - start) / 1e9);
  }
}
