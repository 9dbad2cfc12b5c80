package dev.regatta.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;

/** Pods of a cluster have a token in a file and no key: the SDK changes it for one. */
class WebIdentityTest {
  private static final String ANSWER =
      """
      <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <AssumeRoleWithWebIdentityResult>
          <Credentials>
            <AccessKeyId>key</AccessKeyId>
            <SecretAccessKey>secret</SecretAccessKey>
            <SessionToken>session</SessionToken>
            <Expiration>2100-01-01T00:00:00Z</Expiration>
          </Credentials>
        </AssumeRoleWithWebIdentityResult>
      </AssumeRoleWithWebIdentityResponse>
      """;

  private HttpServer server;
  private volatile String asked = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    System.setProperty("aws.endpointUrlSts", "http://127.0.0.1:" + server.getAddress().getPort());
    System.setProperty("aws.region", "eu-central-1");
  }

  @AfterEach
  void stop() {
    System.clearProperty("aws.endpointUrlSts");
    System.clearProperty("aws.region");
    server.stop(0);
  }

  @Test
  void aTokenBecomesAKey(@TempDir Path directory) throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "the-token");
    AwsCredentials credentials;
    try (var provider =
        WebIdentityTokenFileCredentialsProvider.builder()
            .roleArn("arn:aws:iam::111122223333:role/regatta")
            .roleSessionName("test")
            .webIdentityTokenFile(token)
            .build()) {
      credentials = provider.resolveCredentials();
    }

    assertThat(credentials.accessKeyId()).isEqualTo("key");
    assertThat(asked).contains("WebIdentityToken=the-token");
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    byte[] bytes = ANSWER.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/xml");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
