package dev.regatta.store.s3;

import dev.regatta.protocol.RegattaException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Clients of object stores: one for equal settings, for the life of the process. */
final class S3Clients {
  private static final Map<S3Settings, S3Client> CLIENTS = new ConcurrentHashMap<>();
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private S3Clients() {}

  /**
   * Sends what it has at once. The JDK's client can lose its place on a connection when a server
   * answers without having asked for the body, and bodies here are small or wanted.
   */
  private static final class NoExpect implements ExecutionInterceptor {
    @Override
    public SdkHttpRequest modifyHttpRequest(
        Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
      return context.httpRequest().toBuilder().removeHeader("Expect").build();
    }
  }

  static S3Client of(S3Settings settings) {
    return CLIENTS.computeIfAbsent(settings, S3Clients::open);
  }

  private static S3Client open(S3Settings settings) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SILENCE))
            .overrideConfiguration(o -> o.addExecutionInterceptor(new NoExpect()))
            .forcePathStyle(settings.pathStyle());
    settings.region().map(Region::of).ifPresent(builder::region);
    settings
        .endpoint()
        .ifPresent(
            endpoint -> {
              builder.endpointOverride(endpoint);
              // Servers other than AWS need not know the checksums of newer SDKs, and any name of a
              // region does for the signature.
              builder.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED);
              builder.responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
              if (settings.region().isEmpty()) {
                builder.region(Region.US_EAST_1);
              }
            });
    try {
      return builder.build();
    } catch (SdkClientException e) {
      throw RegattaException.user(
          "Cannot use s3: " + e.getMessage() + " (expected: regatta.s3.region or AWS_REGION)");
    }
  }
}
