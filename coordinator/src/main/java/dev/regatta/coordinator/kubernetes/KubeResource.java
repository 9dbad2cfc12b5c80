package dev.regatta.coordinator.kubernetes;

/**
 * A kind of objects of the API.
 *
 * @param group empty for the core
 * @param plural as it stands in paths and roles
 */
record KubeResource(String group, String version, String plural) {
  static final KubeResource POOLS =
      new KubeResource(ModelPool.GROUP, ModelPool.VERSION, ModelPool.PLURAL);
  static final KubeResource DEPLOYMENTS = new KubeResource("apps", "v1", "deployments");
  static final KubeResource STATEFUL_SETS = new KubeResource("apps", "v1", "statefulsets");
  static final KubeResource PODS = new KubeResource("", "v1", "pods");
  static final KubeResource EVENTS = new KubeResource("", "v1", "events");
  static final KubeResource LEASES = new KubeResource("coordination.k8s.io", "v1", "leases");

  String path(String namespace) {
    String api = group.isEmpty() ? "/api/" : "/apis/" + group + "/";
    return api + version + "/namespaces/" + namespace + "/" + plural;
  }

  /** As roles and kubectl name it. */
  String qualified() {
    return group.isEmpty() ? plural : plural + "." + group;
  }
}
