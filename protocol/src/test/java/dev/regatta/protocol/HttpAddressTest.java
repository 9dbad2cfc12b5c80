package dev.regatta.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAddressTest {
  @Test
  void aPathAndAPortAreKeptAndSlashesAtTheEndAreNot() {
    assertThat(HttpAddress.parse("https://regatta.example:8443/api/v1//"))
        .contains(URI.create("https://regatta.example:8443/api/v1"));
    assertThat(HttpAddress.parse("http://[::1]:8000/")).contains(URI.create("http://[::1]:8000"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:8000",
        "ftp://host/v1",
        "http://",
        "http://:8000/v1",
        "http://me:secret@host/v1",
        "http://host/v1?key=secret",
        "http://a b/v1",
        "http://my_host:8000/v1",
        "http://host:99999/v1"
      })
  void whatNoServerCanBeAtIsRefused(String text) {
    assertThat(HttpAddress.parse(text)).isEmpty();
  }
}
