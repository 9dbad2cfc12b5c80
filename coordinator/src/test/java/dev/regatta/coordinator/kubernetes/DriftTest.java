package dev.regatta.coordinator.kubernetes;

import static dev.regatta.coordinator.kubernetes.PoolsFixture.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "{a: 1} | {a: 1, b: 2} | none",
        "{a: 1} | {a: 2} | a",
        "{a: {b: x}} | {a: {c: y}} | a.b",
        "{a: [x, y]} | {a: [x, y]} | none",
        "{a: [x, y]} | {a: [y, x]} | a[0]",
        "{a: [{name: n, v: 1}]} | {a: [{name: m}, {name: n, v: 1, w: 2}]} | none",
        "{a: [{name: n, v: 1}]} | {a: [{name: m, v: 1}]} | a[0].name",
        "{requests: {cpu: 1000m}} | {requests: {cpu: '1'}} | none",
        "{requests: {cpu: 1000m}} | {requests: {cpu: '2'}} | requests.cpu",
        "{cpu: 1000m} | {cpu: '1'} | cpu",
        "{a: {}} | {b: 1} | a",
      })
  void onlyWhatWasAppliedCounts(String applied, String live, String path) {
    assertThat(Drift.between(yaml(applied), yaml(live)).orElse(null)).isEqualTo(path);
  }
}
