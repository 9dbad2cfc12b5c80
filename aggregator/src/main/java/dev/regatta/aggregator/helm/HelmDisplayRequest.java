package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.regatta.protocol.Perturbation;

/** The request behind an answer: an element of {@code display_requests.json}. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record HelmDisplayRequest(
    String instanceId, Perturbation perturbation, int trainTrialIndex, HelmRequest request) {}
