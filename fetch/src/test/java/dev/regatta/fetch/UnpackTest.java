package dev.regatta.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackTest {
  @TempDir private Path directory;
  private Fetcher fetcher;

  @BeforeEach
  void open() {
    fetcher =
        new Fetcher(
            directory.resolve("cache"),
            Map.of("HOME", directory.toString()),
            FetchListener.NONE,
            HttpClient.newHttpClient());
  }

  /** A way to write an archive around a stream. */
  private interface Wrap {
    OutputStream around(OutputStream out) throws IOException;
  }

  private interface Fill {
    void into(TarArchiveOutputStream tar) throws IOException;
  }

  private Fetched tar(String name, Wrap compression, Fill fill) throws IOException {
    Path file = directory.resolve(name);
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(compression.around(Files.newOutputStream(file)))) {
      fill.into(tar);
    }
    return fetched(file);
  }

  private Fetched fetched(Path file) {
    return fetcher.fetch(file.toString(), Optional.empty());
  }

  private static void put(TarArchiveOutputStream tar, String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private Fetched zip(String name, Map<String, String> files) throws IOException {
    Path file = directory.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, String> entry : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return fetched(file);
  }

  @Test
  void kindsOfArchivesAreToldByTheirContent() throws IOException {
    Fill fill = tar -> put(tar, "d/a.txt", "a");
    Fetched plain = tar("plain", out -> out, fill);
    Fetched gzip = tar("gzip", GZIPOutputStream::new, fill);
    Fetched zstd = tar("zstd", ZstdOutputStream::new, fill);
    for (Fetched archive : new Fetched[] {plain, gzip, zstd}) {
      assertThat(fetcher.unpack(archive).resolve("d/a.txt")).hasContent("a");
    }
    assertThat(fetcher.unpack(zip("zip", Map.of("e/b.txt", "b"))).resolve("e/b.txt"))
        .hasContent("b");
  }

  @Test
  void whatWasInterruptedIsBegunAnewAndWhatIsDoneStays() throws IOException {
    Fetched archive = zip("z.zip", Map.of("a.txt", "a"));
    Path part = directory.resolve("cache/unpacked/" + archive.sha256() + ".part/old.txt");
    Files.createDirectories(part.getParent());
    Files.writeString(part, "half");
    Path unpacked = fetcher.unpack(archive);
    assertThat(unpacked).isDirectoryNotContaining("glob:**old.txt");
    Files.writeString(unpacked.resolve("mine.txt"), "still there");
    assertThat(fetcher.unpack(archive).resolve("mine.txt")).exists();
  }

  @Test
  void nothingIsWrittenOutsideOfTheDirectory() throws IOException {
    String[] names = {"../out.txt", "/out.txt", "d/../../out.txt", "..\\out.txt"};
    for (int i = 0; i < names.length; i++) {
      Fetched archive = zip(i + ".zip", Map.of(names[i], "bad"));
      refused(archive, "leads out of the archive");
      assertThat(directory.resolve("cache/unpacked/" + archive.sha256())).doesNotExist();
    }
    assertThat(directory.resolve("cache/unpacked/out.txt")).doesNotExist();
    assertThat(directory.resolve("cache/out.txt")).doesNotExist();
  }

  @Test
  void linksAreLeftOut() throws IOException {
    Fetched archive =
        tar(
            "links.tar",
            out -> out,
            tar -> {
              TarArchiveEntry link = new TarArchiveEntry("passwd", TarConstants.LF_SYMLINK);
              link.setLinkName("/etc/passwd");
              tar.putArchiveEntry(link);
              tar.closeArchiveEntry();
              put(tar, "passwd/a.txt", "a");
            });
    assertThat(fetcher.unpack(archive).resolve("passwd/a.txt")).hasContent("a");
  }

  @Test
  void damagedFilesAndWhatIsNoArchiveAreTheUsersFault() throws IOException {
    refused(fetched(Files.writeString(directory.resolve("text"), "no archive")), "no archive");
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(whole);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip)) {
      put(tar, "a.txt", "0123456789".repeat(2000));
    }
    byte[] half = new byte[whole.size() / 2];
    System.arraycopy(whole.toByteArray(), 0, half, 0, half.length);
    refused(fetched(Files.write(directory.resolve("half.tgz"), half)), "half.tgz is damaged");
  }

  @Test
  void filesThatExpandBeyondReasonAreNotUnpacked() throws IOException {
    Path target = Files.createDirectory(directory.resolve("target"));
    Path archive = zip("bomb.zip", Map.of("a.txt", "0".repeat(1000))).path();
    assertThatThrownBy(() -> new Unpacker("bomb.zip", target, 999).unpack(archive))
        .isInstanceOf(FetchFailure.class)
        .hasMessageContaining("bomb.zip holds far more than its size lets expect");
    Path enough = Files.createDirectory(directory.resolve("enough"));
    assertThatCode(() -> new Unpacker("bomb.zip", enough, 1000).unpack(archive))
        .doesNotThrowAnyException();
  }

  private void refused(Fetched archive, String message) {
    assertThatThrownBy(() -> fetcher.unpack(archive))
        .isInstanceOfSatisfying(
            RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.USER))
        .hasMessageContaining(message);
  }
}
