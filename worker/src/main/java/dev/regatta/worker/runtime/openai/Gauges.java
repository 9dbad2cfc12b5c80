package dev.regatta.worker.runtime.openai;

import java.util.List;
import java.util.Optional;

/**
 * How many requests run and wait in an engine, from its Prometheus page.
 *
 * @param running summed over the server's engines
 * @param waiting summed likewise
 */
record Gauges(double running, double waiting) {
  static final String PATH = "/metrics";

  /** Names of both gauges: vLLM, SGLang, TGI, llama.cpp. */
  private static final List<Names> KNOWN =
      List.of(
          new Names("vllm:num_requests_running", "vllm:num_requests_waiting"),
          new Names("sglang:num_running_reqs", "sglang:num_queue_reqs"),
          new Names("tgi_batch_current_size", "tgi_queue_size"),
          new Names("llamacpp:requests_processing", "llamacpp:requests_deferred"));

  private record Names(String running, String waiting) {}

  /** Empty where the page has none of the known gauges. */
  static Optional<Gauges> read(String page) {
    return KNOWN.stream()
        .filter(names -> page.contains(names.running) && page.contains(names.waiting))
        .map(names -> new Gauges(sum(page, names.running), sum(page, names.waiting)))
        .findFirst();
  }

  private static double sum(String page, String name) {
    return page.lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> number(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static double number(String text) {
    try {
      return Math.max(0, Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
