package dev.regatta.coordinator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import dev.regatta.service.settings.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeConnectionTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  @TempDir private Path directory;

  @Test
  void whereNoClusterIsKnownTheUserIsToldHowToNameOne() {
    assertThatThrownBy(() -> KubeConnection.find(Map.of("HOME", directory.toString())))
        .isInstanceOfSatisfying(
            RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.USER))
        .hasMessageContaining("KUBECONFIG")
        .hasMessageContaining("~/.kube/config");
  }

  @Test
  void aFileThatIsMissingOrNoneIsNamed() throws Exception {
    Path missing = directory.resolve("none");
    assertThatThrownBy(() -> open(missing, Optional.empty()))
        .hasMessageContaining(missing.toString())
        .hasMessageContaining("expected: a kubeconfig file");
    Path wrong = Files.writeString(directory.resolve("wrong"), "just text");
    assertThatThrownBy(() -> open(wrong, Optional.empty()))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining(wrong.toString());
  }

  @Test
  void theNamespaceIsTheOneThatIsGivenElseTheContextsElseDefault() throws Exception {
    assertThat(open(config("namespace: evals"), Optional.of("mine")).namespace()).isEqualTo("mine");
    assertThat(open(config("namespace: evals"), Optional.empty()).namespace()).isEqualTo("evals");
    assertThat(open(config(""), Optional.empty()).namespace()).isEqualTo("default");
  }

  @Test
  void withoutASettingThatAsksForItNoClusterIsLookedFor() {
    assertThat(connect()).isEmpty();
    assertThatThrownBy(() -> connect("--kubernetes.enabled"))
        .hasMessageContaining("No Kubernetes cluster is known");
    assertThatThrownBy(() -> connect("--leadership", "lease"))
        .hasMessageContaining("No Kubernetes cluster is known");
  }

  @Test
  void aMissingDefinitionIsToldWithWhatToDo() throws Exception {
    try (FakeKube kube = new FakeKube()) {
      kube.fail("GET modelpools", 404);
      assertThatThrownBy(() -> kube.api().list(KubeResource.POOLS, Map.of()))
          .hasMessageContaining("modelpools.regatta.dev in namespace ns")
          .hasMessageContaining("crds/modelpool.yaml");
    }
  }

  @Test
  void workerDefaultsAreReadStrictly() throws Exception {
    Path file = Files.writeString(directory.resolve("worker.yaml"), "imag: x\n");
    assertThatThrownBy(() -> WorkerDefaults.read(file))
        .hasMessageContaining("worker.yaml:1:1: imag: unknown key")
        .hasMessageContaining("did you mean \"image\"?");
  }

  private Optional<Kubernetes> connect(String... arguments) {
    Configuration configuration =
        new Configuration("coordinator", "", new ArrayList<>(KubernetesSettings.ALL));
    return Kubernetes.connect(
        configuration.read(List.of(arguments), Map.of()), Map.of("HOME", directory.toString()));
  }

  private static KubeApi open(Path file, Optional<String> namespace) {
    return new KubeConnection.ByFile(file).open(namespace, TIMEOUT);
  }

  private Path config(String context) throws Exception {
    return Files.writeString(
        directory.resolve("config"),
        """
        apiVersion: v1
        kind: Config
        current-context: c
        contexts: [{name: c, context: {cluster: k, user: u, %s}}]
        clusters: [{name: k, cluster: {server: "http://127.0.0.1:1"}}]
        users: [{name: u, user: {token: t}}]
        """
            .formatted(context));
  }
}
