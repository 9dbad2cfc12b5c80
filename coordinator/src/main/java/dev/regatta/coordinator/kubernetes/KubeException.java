package dev.regatta.coordinator.kubernetes;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;

/** The API server has refused a request, or has not answered. */
final class KubeException extends RegattaException {
  private static final long serialVersionUID = 1L;
  private static final int NO_ANSWER = 0;

  private final int status;

  private KubeException(int status, String message, Throwable cause) {
    super(ErrorCategory.RESOURCE, message, cause);
    this.status = status;
  }

  static KubeException unanswered(String what, Throwable cause) {
    return new KubeException(
        NO_ANSWER, "Kubernetes does not answer (" + what + "): " + cause.getMessage(), cause);
  }

  /**
   * @param what was asked for, for instance {@code patch deployments.apps in namespace x}
   * @param answer the server's own words
   */
  static KubeException refused(int status, String what, KubeResource resource, String answer) {
    String message = "Kubernetes refuses to " + what + ": " + answer + " (status " + status + ")";
    if (status == 403) {
      message += ". What the coordinator needs is in docs/kubernetes.md, Permissions";
    } else if (status == 404 && resource.equals(KubeResource.POOLS)) {
      message +=
          ". The custom resource ModelPool may not be installed: apply the"
              + " chart's crds/modelpool.yaml";
    }
    return new KubeException(status, message, null);
  }

  boolean notFound() {
    return status == 404;
  }

  boolean conflict() {
    return status == 409;
  }

  /** What was known has been forgotten by the server: everything has to be read anew. */
  boolean gone() {
    return status == 410;
  }

  /** Nobody but an administrator can help. */
  boolean forbidden() {
    return status == 401 || status == 403;
  }

  /** The object itself is refused: the same will be refused again. */
  boolean invalid() {
    return status == 400 || status == 422;
  }
}
