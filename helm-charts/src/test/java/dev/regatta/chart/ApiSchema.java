package dev.regatta.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1CronJob;
import io.kubernetes.client.openapi.models.V1CustomResourceDefinition;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Lease;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PriorityClass;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.util.Map;

/** What the API of Kubernetes takes: unknown keys, missing ones and wrong types are refused. */
final class ApiSchema {
  /** Refuses what is not in the model. */
  private interface Strict {
    void check(JsonElement json) throws IOException;
  }

  private record Kind(Class<?> model, Strict strict) {}

  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          kind("v1/ConfigMap", V1ConfigMap.class, V1ConfigMap::validateJsonElement),
          kind("v1/Secret", V1Secret.class, V1Secret::validateJsonElement),
          kind("v1/Service", V1Service.class, V1Service::validateJsonElement),
          kind("v1/ServiceAccount", V1ServiceAccount.class, V1ServiceAccount::validateJsonElement),
          kind("v1/Pod", V1Pod.class, V1Pod::validateJsonElement),
          kind(
              "v1/PersistentVolumeClaim",
              V1PersistentVolumeClaim.class,
              V1PersistentVolumeClaim::validateJsonElement),
          kind("apps/v1/Deployment", V1Deployment.class, V1Deployment::validateJsonElement),
          kind("apps/v1/StatefulSet", V1StatefulSet.class, V1StatefulSet::validateJsonElement),
          kind("coordination.k8s.io/v1/Lease", V1Lease.class, V1Lease::validateJsonElement),
          kind("batch/v1/CronJob", V1CronJob.class, V1CronJob::validateJsonElement),
          kind(
              "policy/v1/PodDisruptionBudget",
              V1PodDisruptionBudget.class,
              V1PodDisruptionBudget::validateJsonElement),
          kind(
              "networking.k8s.io/v1/NetworkPolicy",
              V1NetworkPolicy.class,
              V1NetworkPolicy::validateJsonElement),
          kind("networking.k8s.io/v1/Ingress", V1Ingress.class, V1Ingress::validateJsonElement),
          kind("rbac.authorization.k8s.io/v1/Role", V1Role.class, V1Role::validateJsonElement),
          kind(
              "rbac.authorization.k8s.io/v1/RoleBinding",
              V1RoleBinding.class,
              V1RoleBinding::validateJsonElement),
          kind(
              "scheduling.k8s.io/v1/PriorityClass",
              V1PriorityClass.class,
              V1PriorityClass::validateJsonElement),
          kind(
              "apiextensions.k8s.io/v1/CustomResourceDefinition",
              V1CustomResourceDefinition.class,
              V1CustomResourceDefinition::validateJsonElement));

  private ApiSchema() {}

  private static Map.Entry<String, Kind> kind(String name, Class<?> model, Strict strict) {
    return Map.entry(name, new Kind(model, strict));
  }

  static boolean knows(JsonNode object) {
    return KINDS.containsKey(kind(object));
  }

  /**
   * @throws IllegalArgumentException where the API would not take it
   */
  static void check(JsonNode object) {
    Kind kind = KINDS.get(kind(object));
    if (kind == null) {
      throw new IllegalArgumentException("no schema of " + kind(object));
    }
    check(object, kind);
  }

  private static void check(JsonNode object, Kind kind) {
    JsonElement json = JsonParser.parseString(object.toString());
    try {
      kind.strict().check(json);
      Object unused = JSON.getGson().fromJson(json, kind.model());
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(Rendered.name(object) + ": " + e.getMessage(), e);
    }
  }

  /** Of a template that is no object by itself. */
  static void checkPod(JsonNode pod) {
    check(pod, KINDS.get("v1/Pod"));
  }

  private static String kind(JsonNode object) {
    return object.path("apiVersion").asText() + "/" + object.path("kind").asText();
  }
}
