package dev.regatta.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.DryRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Helm tells after an installation. */
class NotesTest {
  private static final Pattern OBJECT =
      Pattern.compile("(secret |service/|cronjob/)(" + Chart.RELEASE + "[a-z-]*)");

  @TempDir Path directory;

  @Test
  void theNextThreeCommandsAreThere() throws IOException {
    assertThat(notes("pools: {small: {model: {name: m}, runtime: simulated}}"))
        .containsSubsequence(
            "helm test " + Chart.RELEASE + " --namespace " + Chart.NAMESPACE,
            "kubectl get secret ",
            "kubectl port-forward ",
            "(small)",
            "regatta submit ",
            "--server http://127.0.0.1:8090")
        .doesNotContain("no pools");
  }

  @Test
  void throughAnIngressNoPortIsForwarded() throws IOException {
    assertThat(notes("coordinator: {ingress: {enabled: true, host: regatta.example.org}}"))
        .contains("--server https://regatta.example.org")
        .contains("no pools")
        .doesNotContain("port-forward");
  }

  @Test
  void theObjectsThatTheyNameAreThere() throws IOException {
    String values = "{scoring: {mode: spark}, store: {kind: s3, s3: {bucket: results}}}";
    Rendered rendered = Chart.render(values);
    Matcher named = OBJECT.matcher(notes(values));
    int count = 0;
    while (named.find()) {
      String kind =
          switch (named.group(1)) {
            case "secret " -> "Secret";
            case "service/" -> "Service";
            default -> "CronJob";
          };
      assertThat(rendered.all(kind).stream().map(Rendered::name))
          .contains(kind + "/" + named.group(2));
      count++;
    }
    assertThat(count).isEqualTo(3);
  }

  private String notes(String values) throws IOException {
    Path file = Files.writeString(directory.resolve("values.yaml"), values);
    return Chart.helm()
        .install()
        .withName(Chart.RELEASE)
        .withNamespace(Chart.NAMESPACE)
        .withKubeVersion("1.34")
        .withValuesFile(file)
        .clientOnly()
        .withDryRunOption(DryRun.CLIENT)
        .call()
        .getOutput();
  }
}
