package dev.regatta.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final String TOKENS = Chart.RELEASE + "-regatta-tokens";
  private static final String WORKER_TOKENS = Chart.RELEASE + "-regatta-worker-tokens";

  @AfterEach
  void forget() {
    Chart.SECRETS.put(TOKENS, Map.of());
    Chart.SECRETS.put(WORKER_TOKENS, Map.of());
  }

  @Test
  void tokensAreMadeAtRandomAndLongEnough() {
    Rendered first = Chart.render("{}");
    Rendered second = Chart.render("{}");

    assertThat(token(first, TOKENS, "operator"))
        .hasSizeGreaterThanOrEqualTo(16)
        .isNotEqualTo(token(first, TOKENS, "viewer"))
        .isNotEqualTo(token(second, TOKENS, "operator"));
    assertThat(token(first, TOKENS, "tokens"))
        .isEqualTo(
            "operator %s\nviewer %s\n"
                .formatted(token(first, TOKENS, "operator"), token(first, TOKENS, "viewer")));
  }

  @Test
  void anUpgradeKeepsThem() {
    Chart.SECRETS.put(
        TOKENS, Map.of("operator", "the-operator-token", "viewer", "the-viewer-token"));
    Chart.SECRETS.put(WORKER_TOKENS, Map.of("viewer", "the-worker-token"));

    Rendered upgrade = Chart.render("{}");

    assertThat(token(upgrade, TOKENS, "operator")).isEqualTo("the-operator-token");
    assertThat(token(upgrade, TOKENS, "viewer")).isEqualTo("the-viewer-token");
    assertThat(token(upgrade, WORKER_TOKENS, "tokens")).isEqualTo("viewer the-worker-token\n");
  }

  @Test
  void givenTokensWinAndRollThePods() {
    Chart.SECRETS.put(
        TOKENS, Map.of("operator", "the-operator-token", "viewer", "the-viewer-token"));

    Rendered changed = Chart.render("auth: {operatorToken: another-operator}");

    assertThat(token(changed, TOKENS, "operator")).isEqualTo("another-operator");
    assertThat(token(changed, TOKENS, "viewer")).isEqualTo("the-viewer-token");
    assertThat(annotation(changed)).isNotEqualTo(annotation(Chart.render("{}")));
  }

  /** The first upgrade finds the tokens that the installation made: no pod is to notice. */
  @Test
  void madeTokensDoNotRollPods() {
    String before = annotation(Chart.render("{}"));
    Chart.SECRETS.put(
        TOKENS, Map.of("operator", "the-operator-token", "viewer", "the-viewer-token"));

    assertThat(annotation(Chart.render("{}"))).isEqualTo(before);
  }

  @Test
  void workersHoldNoTokenOfTheApi() {
    Rendered rendered = Chart.render("{}");

    assertThat(rendered.file("-workers", "worker-defaults.yaml").path("tokensSecret").asText())
        .isEqualTo(WORKER_TOKENS);
    assertThat(token(rendered, WORKER_TOKENS, "viewer"))
        .isNotEqualTo(token(rendered, TOKENS, "viewer"));
  }

  private static String token(Rendered rendered, String secret, String key) {
    JsonNode data = rendered.one("Secret", secret).path("data");
    return new String(Base64.getDecoder().decode(data.path(key).asText()), StandardCharsets.UTF_8);
  }

  private static String annotation(Rendered rendered) {
    return rendered
        .one("Deployment", "-coordinator")
        .at("/spec/template/metadata/annotations")
        .toString();
  }
}
