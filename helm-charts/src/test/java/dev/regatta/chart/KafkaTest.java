package dev.regatta.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** The broker inside of the chart. */
class KafkaTest {
  private static final String SERVICE = Chart.RELEASE + "-regatta-kafka";

  private final Rendered rendered = Chart.render("{}");
  private final JsonNode files = rendered.one("ConfigMap", "-kafka").path("data");

  @Test
  void aBrokerTakesItsSettings() throws IOException {
    Properties settings = settings();

    assertThat(KafkaConfig.configNames().toSet().toSeq().mkString(",").split(","))
        .contains(settings.stringPropertyNames().toArray(String[]::new));
    assertThatCode(() -> KafkaConfig.fromProps(settings)).doesNotThrowAnyException();
  }

  @Test
  void clientsAreLedToTheService() throws IOException {
    String address = SERVICE + "." + Chart.NAMESPACE + ".svc:9092";

    assertThat(settings().getProperty("advertised.listeners")).isEqualTo("BROKER://" + address);
    assertThat(rendered.has("Service", SERVICE)).isTrue();
    for (String service : new String[] {"coordinator", "aggregator"}) {
      assertThat(rendered.file("-" + service, service + ".yaml").path("bootstrap").asText())
          .isEqualTo(SERVICE + ":9092");
    }
  }

  @Test
  void theClusterHasAnIdThatStays() {
    Matcher id = Pattern.compile("--cluster-id (\\S+)").matcher(files.path("start.sh").asText());
    assertThat(id.find()).isTrue();

    assertThat(Uuid.fromString(id.group(1)).toString()).isEqualTo(id.group(1));
    assertThat(Chart.render("{}").one("ConfigMap", "-kafka").path("data")).isEqualTo(files);
  }

  private Properties settings() throws IOException {
    Properties settings = new Properties();
    settings.load(new StringReader(files.path("server.properties").asText()));
    return settings;
  }
}
