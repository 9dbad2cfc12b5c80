package dev.regatta.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsTest {
  @ParameterizedTest
  @CsvSource({
    "s3a://KEY:SECRET@bucket/path, s3a://KEY:***@bucket/path",
    "s3a://KEY:SE/C+R@ET@bucket, s3a://KEY:***@bucket",
    "at http://user:word@host:80 and so on, at http://user:***@host:80 and so on",
    "abfs://container@account.example/x, abfs://container@account.example/x",
    "hdfs://host:8020/a hdfs://other:8020/b, hdfs://host:8020/a hdfs://other:8020/b",
    "/a/plain:path@here, /a/plain:path@here",
  })
  void passwordsAreHiddenAndNothingElse(String text, String shown) {
    assertThat(Credentials.hidden(text)).isEqualTo(shown);
  }
}
