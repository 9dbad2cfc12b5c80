package dev.regatta.aggregator.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.FileStore;
import dev.regatta.store.Store;
import dev.regatta.store.TableWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeenOrdinalsTest {
  @TempDir private Path directory;
  private FileStore files;

  @BeforeEach
  void land() {
    files = FileStore.local(directory);
    land("a.parquet", 0);
    land("b.parquet", 1);
  }

  private void land(String file, long ordinal) {
    try (TableWriter writer =
        new Store(files).write(Tables.COMPLETIONS, Map.of("model", "m"), file)) {
      writer.write(CompletionRow.of(Completions.answer("m", ordinal)));
      writer.commit();
    }
  }

  @Test
  void readsAgainWhereAnotherSinkDeletesWhatIsBeingRead() {
    SeenOrdinals seen =
        new SeenOrdinals(
            reading(
                path -> {
                  if (path.endsWith("b.parquet")) {
                    files.delete(path);
                  }
                }));
    assertThat(seen.add("m", "s", 0, true)).as("landed").isFalse();
    assertThat(seen.add("m", "s", 1, true)).as("landed, and deleted").isTrue();
  }

  @Test
  void failsWhereTheStoreDoes() {
    SeenOrdinals seen =
        new SeenOrdinals(
            reading(
                path -> {
                  throw RegattaException.resource("the store is gone", null);
                }));
    assertThatThrownBy(() -> seen.add("m", "s", 0, true)).hasMessage("the store is gone");
  }

  /** The store, with something that happens before a file is read. */
  private Store reading(Consumer<String> before) {
    return new Store(
        (FileStore)
            Proxy.newProxyInstance(
                FileStore.class.getClassLoader(),
                new Class<?>[] {FileStore.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("input")) {
                    before.accept((String) arguments[0]);
                  }
                  try {
                    return method.invoke(files, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                }));
  }
}
