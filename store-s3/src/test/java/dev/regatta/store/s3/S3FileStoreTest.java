package dev.regatta.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import dev.regatta.store.FileStore;
import dev.regatta.store.FileStoreContract;
import dev.regatta.store.Store;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.io.PositionOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Part;

class S3FileStoreTest extends FileStoreContract {
  private static final S3Server SERVER = S3Server.shared();

  @Override
  protected FileStore empty() {
    return open("s3://" + SERVER.bucket() + "/some/prefix/");
  }

  private static FileStore open(String location) {
    return new S3StoreProvider().open(URI.create(location), SERVER.settings());
  }

  @Test
  void storesOfOneBucketAreApart() {
    String bucket = SERVER.bucket();
    FileStore whole = open("s3://" + bucket);
    FileStore part = open("s3://" + bucket + "/a");
    part.put("x.json", new byte[] {1});
    assertThat(whole.location()).isEqualTo("s3://" + bucket);
    assertThat(part.location()).isEqualTo("s3://" + bucket + "/a");
    assertThat(whole.get("a/x.json")).contains(new byte[] {1});
    open("s3://" + bucket + "/ab").put("y.json", new byte[] {2});
    part.delete("");
    assertThat(whole.list("")).containsExactly("ab");
  }

  @Test
  void moreFilesThanTheServerListsAtOnce() {
    FileStore files = empty();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 1_050; i++) {
      String name = "%04d".formatted(i);
      names.add(name);
      files.put("many/" + name, new byte[0]);
    }
    assertThat(files.list("many")).isEqualTo(names);
    files.delete("many");
    assertThat(files.list("many")).isEmpty();
  }

  @Test
  void whatIsWrittenIsSentPartByPart() throws Exception {
    String name = SERVER.bucket();
    S3Client client = S3Clients.of(S3Settings.of(SERVER.settings()));
    Upload upload = new Upload(new Bucket(client, name), "large");
    byte[] chunk = new byte[3 << 20];
    try (PositionOutputStream out = upload.create(0)) {
      for (int i = 0; i < 10; i++) {
        out.write(chunk);
        String id = client.listMultipartUploads(r -> r.bucket(name)).uploads().get(0).uploadId();
        long sent =
            client.listParts(r -> r.bucket(name).key("large").uploadId(id)).parts().stream()
                .mapToLong(Part::size)
                .sum();
        assertThat(out.getPos() - sent).as("held in memory").isBetween(0L, (8L << 20) - 1);
      }
    }
    upload.complete();
    assertThat(client.headObject(r -> r.bucket(name).key("large")).contentLength())
        .isEqualTo(10L * chunk.length);
  }

  @Test
  void aBucketThatIsNotThereIsTheUsersError() {
    FileStore files = open("s3://no-such-bucket/x");
    List<ThrowingCallable> calls =
        List.of(
            () -> files.put("a", new byte[100]),
            () -> files.get("a"),
            () -> files.list(""),
            () -> files.write("a"));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOfSatisfying(
              RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.USER))
          .hasMessageContaining("s3://no-such-bucket/x");
    }
  }

  @Test
  void aServerThatIsNotThereIsNamedSoon() {
    FileStore files =
        new S3StoreProvider()
            .open(
                URI.create("s3://bucket/x"),
                key -> Optional.ofNullable(Map.of("s3.endpoint", "http://127.0.0.1:1").get(key)));
    assertThatThrownBy(() -> files.get("a"))
        .isInstanceOfSatisfying(
            RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.RESOURCE))
        .hasMessageContaining("s3://bucket/x");
  }

  @Test
  void wrongLocationsAndSettingsAreRefusedWithoutShowingThem() {
    for (String location :
        List.of(
            "s3://key:hush@bucket/x", "s3://bucket/x?token=hush", "s3:/hush", "s3://b/x#hush")) {
      assertThatThrownBy(() -> open(location))
          .isInstanceOf(RegattaException.class)
          .hasMessageContaining("s3://BUCKET/PREFIX")
          .hasMessageNotContaining("hush");
    }
    Map<String, String> wrong =
        Map.of("s3.endpoint", "http://user:hush@host", "s3.path-style", "yes");
    for (String key : wrong.keySet()) {
      assertThatThrownBy(
              () ->
                  new S3StoreProvider()
                      .open(
                          URI.create("s3://bucket"),
                          asked ->
                              Optional.ofNullable(wrong.get(asked)).filter(v -> asked.equals(key))))
          .isInstanceOf(RegattaException.class)
          .hasMessageContaining("regatta." + key)
          .hasMessageNotContaining("hush");
    }
  }

  @Test
  void aStoreIsFoundByItsScheme() {
    System.setProperty("regatta.s3.endpoint", SERVER.endpoint());
    try {
      Store store = Store.open("s3://" + SERVER.bucket() + "/found");
      store.put("a.json", new byte[] {1});
      assertThat(store.get("a.json")).contains(new byte[] {1});
      assertThat(store.local()).isFalse();
    } finally {
      System.clearProperty("regatta.s3.endpoint");
    }
  }
}
