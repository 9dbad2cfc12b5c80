package dev.regatta.worker.runtime.openai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GaugesTest {

  @ParameterizedTest
  @CsvSource({
    "vllm:num_requests_running, vllm:num_requests_waiting",
    "sglang:num_running_reqs, sglang:num_queue_reqs",
    "tgi_batch_current_size, tgi_queue_size",
    "llamacpp:requests_processing, llamacpp:requests_deferred",
  })
  void eachServerHasNamesOfItsOwn(String running, String waiting) {
    String page =
        """
        # HELP %1$s How many run.
        # TYPE %1$s gauge
        %1$s 12
        # HELP %2$s How many wait.
        # TYPE %2$s gauge
        %2$s 3.0
        %2$s_total 99
        """;
    assertThat(Gauges.read(page.formatted(running, waiting))).contains(new Gauges(12, 3));
  }

  @Test
  void theEnginesOfOneServerAreAddedUp() {
    String page =
        """
        vllm:num_requests_running{engine="0",model_name="m"} 7.0
        vllm:num_requests_running{engine="1",model_name="m"} 5.0
        vllm:num_requests_waiting{engine="0",model_name="m"} 0.0
        vllm:num_requests_waiting{engine="1",model_name="m"} 2.0
        """;
    assertThat(Gauges.read(page)).contains(new Gauges(12, 2));
  }

  @Test
  void aPageWithoutThemSaysNothing() {
    assertThat(Gauges.read("process_cpu_seconds_total 3.0\n")).isEmpty();
  }
}
