package dev.regatta.coordinator.plan;

import dev.regatta.coordinator.adapt.Adapter;
import dev.regatta.coordinator.adapt.FewShot;
import dev.regatta.coordinator.adapt.Prompt;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.perturb.Augmenter;
import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.Decoding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Walks every request state of a sweep in a fixed order: run, train trial, instance (the original,
 * then its perturbed copies), prompt, repeat. Requests that share their shots, and the references
 * of one instance, are neighbours, so the engines' prefix caches hit.
 *
 * <p>A walk has no state beyond the ids seen, depends on nothing but the runs and the data, and so
 * can be repeated to find any request again.
 */
final class Planner {
  private final PerturbationResources resources;
  private final Answers answers;

  Planner(PerturbationResources resources, Answers answers) {
    this.resources = resources;
    this.answers = answers;
  }

  /** Walks all runs; returns the number of distinct requests per model. */
  Map<String, Integer> walk(List<PlannedRun> runs, PlanVisitor visitor) {
    Map<String, Numbering> numberings = new HashMap<>();
    for (PlannedRun run : runs) {
      Numbering numbering =
          numberings.computeIfAbsent(run.model().name(), name -> new Numbering(run));
      new RunWalk(run, numbering, visitor).walk();
      visitor.endOfRun(run);
    }
    Map<String, Integer> distinct = new HashMap<>();
    numberings.forEach((model, numbering) -> distinct.put(model, numbering.index.size()));
    return distinct;
  }

  /** Ordinals of the requests to one model. */
  private static final class Numbering {
    final RequestId.Hasher hasher;
    final RequestIndex index = new RequestIndex();

    Numbering(PlannedRun run) {
      this.hasher = new RequestId.Hasher(run.model());
    }
  }

  private final class RunWalk {
    private final PlannedRun run;
    private final AdapterSpec spec;
    private final Numbering numbering;
    private final PlanVisitor visitor;
    private final Adapter adapter;
    private final Augmenter augmenter;
    private final EvalInstances instances;

    RunWalk(PlannedRun run, Numbering numbering, PlanVisitor visitor) {
      this.run = run;
      this.spec = run.spec().adapter();
      this.numbering = numbering;
      this.visitor = visitor;
      this.adapter = Adapter.of(spec, run.window());
      this.augmenter =
          new Augmenter(
              run.spec().augmentation(), resources, run.scenario().keepsUnchangedCopies());
      this.instances = new EvalInstances(run.scenario(), spec);
    }

    void walk() {
      int trials = adapter.hasTrials() ? spec.numTrainTrials() : 1;
      for (int trial = 0; trial < trials; trial++) {
        List<Instance> shots = FewShot.sample(instances.train(), spec, trial);
        long ordinal = 0;
        try (Stream<Instance> evaluated = instances.stream()) {
          for (Instance original : (Iterable<Instance>) evaluated::iterator) {
            for (Instance instance : augmenter.augment(original)) {
              instance(instance, ordinal++, shots, trial);
            }
          }
        }
      }
    }

    private void instance(Instance instance, long ordinal, List<Instance> shots, int trial) {
      if (trial == 0) {
        visitor.instance(run, ordinal, instance);
      }
      int repeats = adapter.hasTrials() ? spec.numTrials() : 1;
      for (Prompt prompt : adapter.adapt(instance, shots)) {
        for (int repeat = 0; repeat < repeats; repeat++) {
          visitor.request(request(instance, ordinal, trial, prompt, repeat));
        }
      }
    }

    private PlannedRequest request(
        Instance instance, long instanceOrdinal, int trial, Prompt prompt, int repeat) {
      Decoding decoding = adapter.decoding(prompt, repeat);
      RequestId id =
          numbering.hasher.hash(
              prompt.kind().name(),
              prompt.text(),
              prompt.messages(),
              prompt.continuation(),
              decoding);
      int next = numbering.index.size();
      int number = numbering.index.add(id);
      return new PlannedRequest(
          run,
          id,
          number,
          number < next,
          answers.known(run.model().name(), id),
          instanceOrdinal,
          instance,
          trial,
          prompt,
          decoding);
    }
  }
}
