package dev.regatta.coordinator.kubernetes;

import static dev.regatta.coordinator.kubernetes.PoolsFixture.SIMULATED;
import static dev.regatta.coordinator.kubernetes.PoolsFixture.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KubernetesPoolEditorTest {
  private FakeKube kube;
  private KubernetesPoolEditor editor;

  @BeforeEach
  void open() throws Exception {
    kube = new FakeKube();
    editor = new KubernetesPoolEditor(kube.api());
  }

  @AfterEach
  void close() {
    kube.close();
  }

  @Test
  void aPoolIsMadeChangedAndRemoved() {
    assertThat(editor.put("a", yaml(SIMULATED))).isTrue();
    assertThat(editor.put("a", yaml(SIMULATED.replace("max: 8", "max: 9")))).isFalse();
    assertThat(kube.objects().get("modelpools", "a").at("/spec/replicas/max").asInt()).isEqualTo(9);
    assertThat(kube.objects().get("modelpools", "a").at("/metadata/generation").asInt())
        .isEqualTo(2);
    assertThat(editor.delete("a")).isTrue();
    assertThat(editor.delete("a")).isFalse();
  }

  @Test
  void whatIsWrongIsToldAndNotWritten() {
    assertThatThrownBy(
            () -> editor.put("a", yaml("{model: {name: m}, runtime: simulated, slot: 1}")))
        .isInstanceOfSatisfying(
            RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.USER))
        .hasMessageContaining("did you mean \"slots\"?");
    assertThat(kube.writes()).isEmpty();
  }

  @Test
  void whatKubernetesRefusesIsTheUsersErrorOnlyWhereItIs() {
    kube.fail("POST modelpools", 422);
    assertThatThrownBy(() -> editor.put("a", yaml(SIMULATED)))
        .isInstanceOfSatisfying(
            RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.USER));
    kube.fail("POST modelpools", 403);
    assertThatThrownBy(() -> editor.put("a", yaml(SIMULATED)))
        .isInstanceOfSatisfying(
            RegattaException.class,
            e -> assertThat(e.category()).isEqualTo(ErrorCategory.RESOURCE));
  }
}
