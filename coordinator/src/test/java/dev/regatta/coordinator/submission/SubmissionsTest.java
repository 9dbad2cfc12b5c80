package dev.regatta.coordinator.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.coordinator.data.LocalFiles;
import dev.regatta.coordinator.perturb.PerturbationCatalog;
import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.coordinator.scenario.ScenarioCatalog;
import dev.regatta.coordinator.submission.Manifest.Entry;
import dev.regatta.coordinator.sweep.SweepResolver;
import dev.regatta.fetch.FetchListener;
import dev.regatta.fetch.Fetcher;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.RequestKind;
import dev.regatta.store.FileStore;
import dev.regatta.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmissionsTest {
  private static final long MAX = 10_000;

  @TempDir private Path directory;
  private Fetcher fetcher;
  private Store store;
  private Submissions submissions;

  @BeforeEach
  void open() {
    fetcher =
        new Fetcher(
            directory.resolve("cache"), Map.of(), FetchListener.NONE, HttpClient.newHttpClient());
    store = Store.open(directory.resolve("store").toString());
    submissions = submissions("scratch");
  }

  private Submissions submissions(String scratch) {
    return new Submissions(
        store,
        fetcher,
        PerturbationResources.standard(),
        directory.resolve(scratch),
        MAX,
        Clock.systemUTC());
  }

  @Test
  void aBundleHoldsScenarioFilesAndLocalDataAndAnyCoordinatorCanOpenIt() throws IOException {
    Bundle bundle = bundle();
    assertThat(bundle.manifest().sweepFile()).isEqualTo("sweeps/sweep.yaml");
    assertThat(bundle.manifest().files().stream().map(Entry::path))
        .containsExactly("data/sums.jsonl", "scenarios/sums.yaml", "sweeps/sweep.yaml");

    assertThatThrownBy(() -> accept(bundle.manifest()))
        .isInstanceOfSatisfying(
            MissingBlobsException.class,
            e -> assertThat(e.missing()).hasSize(3).allMatch(hash -> hash.length() == 64));
    upload(bundle);
    Submission submission = accept(bundle.manifest());
    assertThat(submission.id()).matches("sums-[0-9a-f]{10}");
    assertThat(submission.models())
        .containsExactly(
            new Submission.Model("m", "llamacpp", List.of(), List.of(RequestKind.GENERATE)));
    assertThat(accept(bundle.manifest())).as("the same again").isEqualTo(submission);

    Submissions other = submissions("other");
    assertThat(other.find(submission.id())).contains(submission);
    var sweep = other.open(submission).sweep();
    assertThat(sweep.runs().get(0).scenario().instances()).hasSize(2);
    assertThat(sweep.runs().get(0).scenario().dataHashes()).containsOnlyKeys("data/sums.jsonl");
    other.close(submission.id());
    assertThat(directory.resolve("other/sweeps/" + submission.id())).doesNotExist();

    other.open(submission);
    other.clear();
    assertThat(directory.resolve("other")).isEmptyDirectory();
  }

  @Test
  void aWrongSweepFileIsRefusedWithAllProblemsAndNothingIsKept() throws IOException {
    byte[] wrong =
        "models: [{name: m, runtim: simulated}]\nscenarios: [{scenario: dyck_langage}]\n"
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> submit("sweep.yaml", wrong))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("sweep.yaml:1")
        .hasMessageContaining("runtim")
        .hasMessageContaining("dyck_language")
        .hasMessageNotContaining(directory.toString());
    assertThat(directory.resolve("store")).doesNotExist();
    try (Stream<Path> left = Files.walk(directory.resolve("scratch"))) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void noSweepReadsFilesOfTheCoordinatorsMachine() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret.jsonl"), "{\"question\": \"key\"}\n");
    for (String source :
        List.of(
            secret.toString(),
            secret.toUri().toString(),
            "~/secret.jsonl",
            "../../secret.jsonl",
            "/x://.." + secret,
            "X://" + "../".repeat(20) + secret.toString().substring(1),
            "~/x://.ssh/id_rsa")) {
      assertThatThrownBy(() -> submit("sweep.yaml", sweepOf("s.yaml"), "s.yaml", scenario(source)))
          .as(source)
          .isInstanceOf(RegattaException.class)
          .hasMessageContaining("not a file of the submission");
    }
    assertThatThrownBy(() -> submit("sweep.yaml", sweepOf(secret.toString() + ".yaml")))
        .hasMessageContaining("not a file of the submission");
    byte[] tokenizer =
        ("models: [{name: m, tokenizer: " + secret + "}]\nscenarios: [dyck_language]\n")
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> submit("sweep.yaml", tokenizer))
        .hasMessageContaining("models[0].tokenizer: not a file of the submission");
    // An argument may complete the path.
    assertThatThrownBy(
            () ->
                submit(
                    "sweep.yaml",
                    sweepOf("s.yaml, args: {data: " + directory + "}"),
                    "s.yaml",
                    ("parameters: {data: .}\n" + text(scenario("{data}/secret.jsonl")))
                        .getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("not a file of the submission");
    assertThatThrownBy(
            () ->
                submit(
                    "sweep.yaml",
                    (text(sweepOf("dyck_language"))
                            + "perturbations: [{name: dialect, prob: 1.0, source_class: a,"
                            + " target_class: b, mapping_file_path: "
                            + secret
                            + "}]\n")
                        .getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("must not name the file");
  }

  @Test
  void pathsThatLeadOutAndContentThatIsAnotherAreRefused() {
    byte[] content = sweepOf("dyck_language");
    String hash = hash(content);
    for (String path :
        List.of("../x.yaml", "/x.yaml", "a/../../x.yaml", "a\\b.yaml", "", "a//b", "c:x")) {
      Manifest manifest = new Manifest(path, List.of(new Entry(path, hash, content.length)));
      assertThatThrownBy(() -> accept(manifest))
          .as(path)
          .hasMessageContaining("names with slashes between them");
    }
    assertThatThrownBy(() -> submissions.upload("0".repeat(64), stream(content)))
        .hasMessageContaining(hash);
    assertThatThrownBy(() -> submissions.upload("../" + hash, stream(content)))
        .hasMessageContaining("64 hex digits");
    submissions.upload(hash, stream(content));
    Manifest lies = new Manifest("s.yaml", List.of(new Entry("s.yaml", hash, 1)));
    assertThatThrownBy(() -> accept(lies)).hasMessageContaining(content.length + " bytes");
  }

  @Test
  void aSubmissionBeyondTheLimitIsRefused() {
    byte[] large = new byte[(int) MAX + 1];
    assertThatThrownBy(() -> submissions.upload(hash(large), stream(large)))
        .isInstanceOf(TooLargeException.class);
    Manifest manifest =
        new Manifest("s.yaml", List.of(new Entry("s.yaml", "0".repeat(64), MAX + 1)));
    assertThatThrownBy(() -> accept(manifest)).isInstanceOf(TooLargeException.class);
  }

  @Test
  void sizesThatOverflowAreBeyondTheLimitToo() {
    Manifest manifest =
        new Manifest(
            "s.yaml",
            List.of(
                new Entry("a", "0".repeat(64), Long.MAX_VALUE),
                new Entry("s.yaml", "1".repeat(64), Long.MAX_VALUE)));
    assertThatThrownBy(() -> accept(manifest)).isInstanceOf(TooLargeException.class);
  }

  /** Another submission with the same file is refused meanwhile, and what it uploaded is gone. */
  @Test
  void whatIsAcceptedIsKeptWhateverBecomesOfOtherSubmissions() throws IOException {
    Bundle bundle = bundle();
    FileStore files = FileStore.local(directory.resolve("store"));
    FileStore disturbed =
        (FileStore)
            Proxy.newProxyInstance(
                FileStore.class.getClassLoader(),
                new Class<?>[] {FileStore.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("write")) {
                    delete(directory.resolve("scratch/uploads"));
                  }
                  return method.invoke(files, arguments);
                });
    store = new Store(disturbed);
    submissions = submissions("scratch");
    upload(bundle);
    Submission submission = accept(bundle.manifest());
    assertThat(submissions("other").open(submission).sweep().runs()).hasSize(1);
  }

  private static void delete(Path uploads) throws IOException {
    try (Stream<Path> files = Files.list(uploads)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  /** A sweep file whose scenario and data lie in other directories beside it. */
  private Bundle bundle() throws IOException {
    Path user = directory.resolve("user");
    for (String name : List.of("sweeps", "scenarios", "data")) {
      Files.createDirectories(user.resolve(name));
    }
    Files.writeString(
        user.resolve("data/sums.jsonl"),
        "{\"question\": \"1 + 1\", \"answer\": \"2\"}\n{\"question\": \"1 + 2\", \"answer\": \"3\"}\n");
    Files.write(user.resolve("scenarios/sums.yaml"), scenario("../data/sums.jsonl"));
    Path file =
        Files.writeString(
            user.resolve("sweeps/sweep.yaml"),
            "name: sums\nmodels: [{name: m}]\nscenarios: [../scenarios/sums.yaml]\n");
    return Bundle.of(
        SweepResolver.forCluster(
                new ScenarioCatalog(fetcher, LocalFiles.anywhere()),
                new PerturbationCatalog(PerturbationResources.standard()))
            .resolve(file));
  }

  private void upload(Bundle bundle) throws IOException {
    for (Entry entry : bundle.manifest().files()) {
      try (InputStream in = Files.newInputStream(bundle.file(entry.sha256()).orElseThrow())) {
        assertThat(submissions.upload(entry.sha256(), in)).isTrue();
      }
    }
  }

  private Submission accept(Manifest manifest) {
    return submissions.accept(manifest, submission -> {});
  }

  private Submission submit(String sweepFile, byte[] sweep) {
    return submit(sweepFile, sweep, null, null);
  }

  private Submission submit(String sweepFile, byte[] sweep, String other, byte[] content) {
    submissions.upload(hash(sweep), stream(sweep));
    Entry first = new Entry(sweepFile, hash(sweep), sweep.length);
    if (other == null) {
      return accept(new Manifest(sweepFile, List.of(first)));
    }
    submissions.upload(hash(content), stream(content));
    return accept(
        new Manifest(sweepFile, List.of(first, new Entry(other, hash(content), content.length))));
  }

  private static byte[] sweepOf(String scenario) {
    return ("models: [{name: m, runtime: simulated}]\nscenarios: [{scenario: " + scenario + "}]\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] scenario(String source) {
    return ("splits: {test: \"" + source + "\"}\ninput: question\nreferences: answer\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static InputStream stream(byte[] content) {
    return new ByteArrayInputStream(content);
  }

  private static String hash(byte[] content) {
    return java.util.HexFormat.of().formatHex(Digests.sha256().digest(content));
  }
}
