package dev.regatta.worker.runtime.openai;

import java.util.concurrent.CompletableFuture;

/**
 * An answer on its way. Who cancels it, or what is made of it, has no use for the answer any more:
 * the server need not go on.
 */
final class Awaited<T> extends CompletableFuture<T> {
  private final Runnable end;

  /**
   * @param end ends what the answer would come from; does nothing where that has ended
   */
  Awaited(Runnable end) {
    this.end = end;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new Awaited<>(end);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    end.run();
    return super.cancel(mayInterruptIfRunning);
  }
}
