package dev.regatta.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.ServiceState;
import dev.regatta.protocol.WorkerDetails;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerViewTest {
  @Test
  void detailsStandBesideTheOtherPropertiesAndAreReadBack() {
    WorkerDetails details =
        new WorkerDetails(
            "m",
            "simulated",
            "1",
            "r",
            8,
            null,
            List.of(RequestKind.CHAT),
            Map.of("SCORE", "chat only"),
            16,
            3,
            100,
            2,
            1,
            0,
            true);
    WorkerView view =
        new WorkerView(
            "w-1", ServiceState.SERVING, false, null, "host", 7, "1.0", "2026-01-01", details);
    JsonNode json = Json.read(Json.text(view), JsonNode.class);
    assertThat(json.at("/id").asText()).isEqualTo("w-1");
    assertThat(json.at("/model").asText()).isEqualTo("m");
    assertThat(json.at("/refused/SCORE").asText()).isEqualTo("chat only");
    assertThat(json.has("details")).isFalse();
    assertThat(json.has("window")).isFalse();
    assertThat(Json.read(Json.text(view), WorkerView.class)).isEqualTo(view);
  }
}
