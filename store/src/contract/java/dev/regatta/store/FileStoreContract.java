package dev.regatta.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.table.Tables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.SeekableInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link FileStore} does alike, and what a {@link Store} makes of it. */
public abstract class FileStoreContract {
  private FileStore files;

  /** An empty store. */
  protected abstract FileStore empty() throws Exception;

  @BeforeEach
  void open() throws Exception {
    files = empty();
  }

  @Test
  void whatIsNotThereIsEmpty() {
    assertThat(files.get("a/b.json")).isEmpty();
    assertThat(files.list("a")).isEmpty();
    assertThat(files.list("")).isEmpty();
    assertThat(files.exists("a")).isFalse();
    files.delete("a");
    assertThatThrownBy(() -> files.input("a").newStream().read())
        .isInstanceOfAny(IOException.class, RegattaException.class);
  }

  @Test
  void smallFilesAreReplacedAndListedInOrder() {
    files.put("a/b.json", bytes("1"));
    files.put("a/b.json", bytes("22"));
    files.put("a/a.json", bytes("3"));
    files.put("a/c/d.json", bytes(""));
    files.put("top.json", bytes("5"));
    assertThat(files.get("a/b.json")).contains(bytes("22"));
    assertThat(files.get("a/c/d.json")).contains(bytes(""));
    assertThat(files.list("a")).containsExactly("a.json", "b.json", "c");
    assertThat(files.list("")).containsExactly("a", "top.json");
    assertThat(files.exists("a/b.json")).isTrue();
    assertThat(files.exists("a")).isTrue();
    assertThat(files.exists("a/b")).isFalse();
  }

  @Test
  void aDirectoryGoesWithAllItHoldsAndNothingElse() {
    for (String path : List.of("a/1.json", "a/b/c/2.json", "ab/3.json", "a.json")) {
      files.put(path, bytes(path));
    }
    files.delete("a");
    assertThat(files.exists("a")).isFalse();
    assertThat(files.get("a/b/c/2.json")).isEmpty();
    assertThat(files.list("")).containsExactly("a.json", "ab");
    files.delete("a.json");
    assertThat(files.list("")).containsExactly("ab");
  }

  @Test
  void namesOfAnyKindSurvive() {
    for (String name : List.of("model=org%2Fname v1", "ä é+&=", "x#y?z", "100%", "a'b\"c")) {
      files.put("names/" + name + "/f.json", bytes(name));
      assertThat(files.get("names/" + name + "/f.json")).contains(bytes(name));
      assertThat(files.list("names/" + name)).containsExactly("f.json");
      assertThat(files.list("names")).contains(name);
    }
    assertThat(files.list("names")).hasSize(5);
  }

  @Test
  void noPathLeadsOutOfTheStore() {
    for (String path : List.of("../x", "a/../../x", "/x")) {
      assertThatThrownBy(() -> files.get(path)).hasMessageContaining("leads out of the store");
      assertThatThrownBy(() -> files.delete(path)).hasMessageContaining("leads out of the store");
    }
  }

  @Test
  void aFileIsSeenFromItsCommitOn() throws Exception {
    PendingFile file = files.write("a/b");
    write(file, bytes("whole"));
    assertThat(files.get("a/b")).isEmpty();
    assertThat(files.exists("a/b")).isFalse();
    file.commit();
    assertThat(files.get("a/b")).contains(bytes("whole"));

    PendingFile thrownAway = files.write("a/b");
    write(thrownAway, bytes("half"));
    thrownAway.abort();
    assertThat(files.get("a/b")).contains(bytes("whole"));
    assertThat(files.list("a")).containsExactly("b");
  }

  @Test
  void aSecondWriterFencesTheFirst() throws Exception {
    PendingFile killed = files.write("a/b");
    write(killed, bytes("first"));
    PendingFile second = files.write("a/b");
    write(second, bytes("second"));
    second.commit();
    assertThatThrownBy(killed::commit)
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("a/b");
    assertThat(files.get("a/b")).contains(bytes("second"));
    assertThat(files.list("a")).containsExactly("b");
  }

  @Test
  void largeFilesAreWrittenInAStreamAndReadFromAnywhere() throws Exception {
    byte[] content = new byte[(18 << 20) + 12_345];
    new Random(1).nextBytes(content);
    PendingFile file = files.write("large");
    try (PositionOutputStream out = file.output().create(0)) {
      Random sizes = new Random(2);
      for (int at = 0; at < content.length; ) {
        int size = Math.min(1 + sizes.nextInt(3 << 20), content.length - at);
        out.write(content, at, size);
        at += size;
        assertThat(out.getPos()).isEqualTo(at);
      }
    }
    file.commit();
    InputFile input = files.input("large");
    assertThat(input.getLength()).isEqualTo(content.length);
    Random places = new Random(3);
    try (SeekableInputStream in = input.newStream()) {
      for (int i = 0; i < 50; i++) {
        int at = places.nextInt(content.length);
        byte[] part = new byte[Math.min(1 + places.nextInt(300_000), content.length - at)];
        in.seek(at);
        in.readFully(part);
        assertThat(part).isEqualTo(Arrays.copyOfRange(content, at, at + part.length));
        assertThat(in.getPos()).isEqualTo(at + part.length);
      }
      in.seek(0);
      assertThat(in.readAllBytes()).isEqualTo(content);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void theVersionTellsContentsApart() {
    files.put("a", bytes("1"));
    FileStat first = files.stat("a");
    assertThat(first.bytes()).isEqualTo(1);
    assertThat(files.stat("a")).isEqualTo(first);
    files.put("a", bytes("22"));
    assertThat(files.stat("a")).isNotEqualTo(first);
    assertThat(files.stat("a").bytes()).isEqualTo(2);
  }

  @Test
  void readersNeverSeeAFileThatIsHalfReplaced() {
    byte[][] contents = {new byte[200_000], new byte[300_000]};
    Arrays.fill(contents[1], (byte) 1);
    files.put("a", contents[0]);
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
                () -> {
                  for (int i = 0; i < 30; i++) {
                    files.put("a", contents[i % 2]);
                  }
                })
            .whenComplete((end, error) -> done.set(true));
    while (!done.get()) {
      byte[] seen = files.get("a").orElseThrow();
      assertThat(Arrays.equals(seen, contents[0]) || Arrays.equals(seen, contents[1])).isTrue();
    }
    writer.join();
  }

  @Test
  void tablesComeBack() {
    Store store = new Store(files);
    writeModel(store, "org/name v1=x%", 3);
    writeModel(store, "other", 1);
    assertThat(store.partitionValues(Tables.INSTANCES)).containsExactly("org/name v1=x%", "other");
    try (TableReader rows =
        store.read(
            Tables.INSTANCES, List.of("instance_ordinal", "sweep", "references"), Map.of())) {
      assertThat(rows.stream().map(row -> row[0] + " of " + row[1]).toList())
          .containsExactly(
              "0 of org/name v1=x%", "1 of org/name v1=x%", "2 of org/name v1=x%", "0 of other");
    }
  }

  private static void writeModel(Store store, String sweep, int rows) {
    try (TableWriter writer =
        store.write(Tables.INSTANCES, Map.of("sweep", sweep), "part-0.parquet")) {
      for (long i = 0; i < rows; i++) {
        Object[] reference = {"yes", List.of("correct")};
        List<Object[]> references = List.<Object[]>of(reference);
        writer.write("run", i, "id" + i, "test", null, null, "What?", references, null);
      }
      writer.commit();
    }
  }

  @Test
  void resultsAreReplacedInOneStep() {
    Store store = new Store(files);
    Scoring first = score(store, 1);
    assertThat(quarantined(store)).isEmpty();
    assertThat(first.commit()).isTrue();
    assertThat(quarantined(store)).containsExactly(1L);

    assertThat(store.scored("s")).isTrue();
    assertThat(store.scored("another")).isFalse();

    Scoring second = score(store, 2);
    assertThat(quarantined(store)).containsExactly(1L);
    assertThat(second.commit()).isTrue();
    assertThat(quarantined(store)).containsExactly(2L);
    assertThat(data()).as("what is older is gone").hasSize(1);
    assertThat(files.list("results/scorings/sweep=s")).hasSize(1);

    store.forgetScores("s");
    assertThat(store.scored("s")).isFalse();
    assertThat(quarantined(store)).isEmpty();
    assertThat(score(store, 3).commit()).isTrue();
    assertThat(quarantined(store)).containsExactly(3L);
    assertThat(data()).hasSize(1);
  }

  @Test
  void resultsBelongToTheEpochThatTheirScoringBeganIn() {
    Store store = new Store(files);
    Scoring unasked = score(store, 1);
    store.askForScores("s", 0);
    unasked.commit("unasked");
    assertThat(store.scoresOf("s", 0)).isEmpty();

    Scoring asked = score(store, 2);
    store.askForScores("s", 1);
    asked.commit("asked");
    assertThat(store.scoresOf("s", 0)).contains("asked");
    assertThat(store.scoresOf("s", 1)).isEmpty();
    assertThat(quarantined(store)).containsExactly(2L);

    score(store, 3).commit();
    assertThat(store.scoresOf("s", 1)).as("no hash").isEmpty();
    score(store, 4).commit("anew");
    assertThat(store.scoresOf("s", 1)).contains("anew");
    assertThat(store.scoresOf("another", 1)).isEmpty();
  }

  @Test
  void aScoringThatWasKilledChangesNothingAndIsClearedAway() {
    Store store = new Store(files);
    score(store, 1).commit();
    score(store, 2);
    assertThat(quarantined(store)).containsExactly(1L);
    files.put("results/quarantine/sweep=s/left-by-an-older-layout.parquet", bytes("?"));
    assertThat(score(store, 3).commit()).isTrue();
    assertThat(quarantined(store)).containsExactly(3L);
    assertThat(data()).hasSize(1);
  }

  @Test
  void ofTwoScoringsAtOnceTheLaterOneStays() {
    Store store = new Store(files);
    Scoring earlier = score(store, 1);
    Scoring later = score(store, 2);
    assertThat(later.commit()).isTrue();
    assertThat(earlier.commit()).isFalse();
    assertThat(quarantined(store)).containsExactly(2L);
    assertThat(data()).hasSize(1);

    earlier = score(store, 3);
    later = score(store, 4);
    assertThat(earlier.commit()).isTrue();
    assertThat(quarantined(store)).containsExactly(3L);
    assertThat(later.commit()).isTrue();
    assertThat(quarantined(store)).containsExactly(4L);
  }

  @Test
  void onlyFilesThatWereAddedCount() {
    Store store = new Store(files);
    Scoring scoring = score(store, 1);
    files.put(scoring.path(Tables.QUARANTINE, "of-a-failed-task.parquet"), bytes("?"));
    assertThat(data()).hasSize(2);
    scoring.commit();
    assertThat(quarantined(store)).containsExactly(1L);
    assertThat(data()).as("other readers meet no file of a failed task").hasSize(1);

    Scoring incomplete = store.score("s");
    incomplete.add(Tables.STATS, "nowhere.parquet");
    assertThatThrownBy(incomplete::commit)
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("nowhere.parquet");
    assertThat(quarantined(store)).containsExactly(1L);
  }

  private List<String> data() {
    return files.list("results/quarantine/sweep=s").stream()
        .filter(name -> !name.startsWith("."))
        .toList();
  }

  private static Scoring score(Store store, long ordinal) {
    Scoring scoring = store.score("s");
    try (TableWriter writer = scoring.write(Tables.QUARANTINE, "part-0.parquet")) {
      writer.write("r", "m", ordinal, "id", "i", null, 0, "MODEL", "why", 3, "w");
      writer.commit();
    }
    return scoring;
  }

  private static List<Long> quarantined(Store store) {
    try (TableReader rows = store.read(Tables.QUARANTINE, List.of("ordinal"), Map.of())) {
      return rows.stream().map(row -> (Long) row[0]).toList();
    }
  }

  private static void write(PendingFile file, byte[] content) throws IOException {
    try (PositionOutputStream out = file.output().create(0)) {
      out.write(content);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
