package dev.regatta.chart;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Values that together reach every branch of the templates. */
final class Matrix {
  private static final Map<String, String> VALUES = new LinkedHashMap<>();

  static {
    VALUES.put("defaults", "{}");
    VALUES.put(
        "everything is named",
        """
        fullnameOverride: a-name-of-forty-characters-and-no-more-x
        commonLabels: {team: evaluation}
        image: {registry: registry.example.org, tag: "2", pullPolicy: Always, pullSecrets: [pull]}
        auth: {existingSecret: tokens, existingWorkerSecret: worker-tokens}
        coordinator:
          image: {digest: "sha256:0123456789012345678901234567890123456789012345678901234567890123"}
          serviceAccount: {name: coordinates}
          nodeSelector: {disk: ssd}
          tolerations: [{key: dedicated, operator: Exists}]
          affinity: {nodeAffinity: {}}
          priorityClassName: high
          podAnnotations: {note: here}
          env: [{name: HF_TOKEN, valueFrom: {secretKeyRef: {name: hub, key: token}}}]
          service: {type: LoadBalancer, port: 80, annotations: {note: here}}
        aggregator: {serviceAccount: {name: aggregates}, topologySpread: []}
        workers:
          serviceAccount: {name: works}
          settings: {max-attempts: 3}
          env: [{name: HF_TOKEN, value: token}]
        """);
    VALUES.put(
        "two of each, leader by Kafka, no pools",
        """
        coordinator: {replicas: 2, leadership: kafka, scalePools: false}
        aggregator: {replicas: 2, podDisruptionBudget: {minAvailable: 1}}
        store: {volume: {accessModes: [ReadWriteMany], storageClass: shared, keep: false}}
        scoring: {mode: spark}
        """);
    VALUES.put("leader by Lease, no pools", "coordinator: {leadership: lease, scalePools: false}");
    VALUES.put(
        "external Kafka without secret, a claim of one's own",
        """
        kafka: {mode: external, external: {bootstrap: "kafka:9092"}}
        store: {volume: {existingClaim: results}}
        """);
    VALUES.put(
        "a compatible bucket with keys, Spark on Kubernetes, everything watched",
        """
        store:
          kind: s3
          s3: {bucket: results, prefix: "", endpoint: "https://s3.example.org", region: eu, pathStyle: false, existingSecret: keys}
        scoring:
          mode: spark
          spark: {properties: {spark.sql.shuffle.partitions: 64}, nodeSelector: {pool: cpu}, priorityClassName: low}
        networkPolicy: {enabled: true, clients: [{kubernetes.io/metadata.name: monitoring}]}
        monitoring: {serviceMonitor: {enabled: true, labels: {release: prometheus}}, dashboard: {enabled: true}}
        priorityClasses: {create: true}
        kafka: {internal: {storageSize: ""}}
        """);
    VALUES.put(
        "an ingress without TLS, a budget without GPUs, nothing fetched",
        """
        coordinator:
          gpuBudget: 0
          ingress: {enabled: true, host: regatta.example.org, className: nginx, path: /api, tls: {enabled: false}}
        networkPolicy: {enabled: true, sources: {ports: []}}
        kafka: {internal: {storageClass: fast, deleteClaim: false}}
        """);
  }

  private Matrix() {}

  record Case(String name, Rendered rendered) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Rendered once: nobody changes an object. */
  private static final List<Case> CASES =
      Stream.concat(
              VALUES.entrySet().stream()
                  .map(each -> new Case(each.getKey(), Chart.render(each.getValue()))),
              Chart.examples().stream()
                  .map(file -> new Case(file.getFileName().toString(), Chart.render(file))))
          .toList();

  static Stream<Case> cases() {
    return CASES.stream();
  }
}
