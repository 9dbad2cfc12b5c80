package dev.regatta.service;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** The metrics of a process, with those of its JVM. */
record Metrics(PrometheusMeterRegistry registry, JvmGcMetrics collections)
    implements AutoCloseable {

  static Metrics ofThisJvm() {
    Metrics metrics =
        new Metrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), new JvmGcMetrics());
    new ClassLoaderMetrics().bindTo(metrics.registry);
    new JvmMemoryMetrics().bindTo(metrics.registry);
    new JvmThreadMetrics().bindTo(metrics.registry);
    new ProcessorMetrics().bindTo(metrics.registry);
    new UptimeMetrics().bindTo(metrics.registry);
    metrics.collections.bindTo(metrics.registry);
    return metrics;
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
