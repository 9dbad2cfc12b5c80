package dev.regatta.coordinator.sweep;

import dev.regatta.coordinator.adapt.AdapterOverrides;
import dev.regatta.coordinator.config.Binder;
import dev.regatta.coordinator.config.Bound;
import dev.regatta.coordinator.config.Problems;
import dev.regatta.coordinator.perturb.PerturbationCatalog;
import dev.regatta.coordinator.scenario.ScenarioCatalog;
import dev.regatta.coordinator.sweep.ResolvedSweep.Run;
import dev.regatta.coordinator.sweep.SweepFile.ModelTokenizer;
import dev.regatta.coordinator.sweep.SweepFile.Variant;
import dev.regatta.coordinator.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads sweep files and expands them into runs. Adapter settings, the later over the earlier: the
 * method's own, the scenario file's, the sweep's defaults, the sweep's scenario entry, the variant.
 */
public final class SweepResolver {
  private final ScenarioCatalog scenarios;
  private final PerturbationCatalog perturbations;
  private final boolean modelsElsewhere;

  public SweepResolver(ScenarioCatalog scenarios, PerturbationCatalog perturbations) {
    this(scenarios, perturbations, false);
  }

  /** A resolver for sweeps whose models are served elsewhere: their files are not looked for. */
  public static SweepResolver forCluster(
      ScenarioCatalog scenarios, PerturbationCatalog perturbations) {
    return new SweepResolver(scenarios, perturbations, true);
  }

  private SweepResolver(
      ScenarioCatalog scenarios, PerturbationCatalog perturbations, boolean modelsElsewhere) {
    this.modelsElsewhere = modelsElsewhere;
    this.scenarios = scenarios;
    this.perturbations = perturbations;
  }

  /**
   * Reads a sweep file with the scenario files it names. Nothing is fetched.
   *
   * @throws dev.regatta.protocol.RegattaException of category USER with all problems, one line each
   */
  public ResolvedSweep resolve(Path file) {
    Problems problems = new Problems();
    ResolvedSweep sweep =
        Binder.bind(file, SweepFile.class, problems)
            .map(bound -> resolve(bound, problems))
            .orElse(null);
    problems.throwIfAny();
    return sweep;
  }

  private ResolvedSweep resolve(Bound<SweepFile> bound, Problems problems) {
    SweepFile sweep = bound.value();
    Path directory = bound.path().toAbsolutePath().normalize().getParent();
    List<ModelResolver.Resolved> models =
        new ModelResolver(bound, directory, modelsElsewhere, scenarios::permits).resolve();
    List<Variant> variants = variants(bound);
    ScenarioExpander expander =
        new ScenarioExpander(
            bound, directory, scenarios, new PerturbationResolver(bound, perturbations), problems);
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < sweep.scenarios().size(); i++) {
      runs.addAll(expander.runs(i, models, variants));
    }
    List<Path> files = new ArrayList<>(List.of(bound.path().toAbsolutePath().normalize()));
    files.addAll(expander.files());
    models.stream()
        .flatMap(model -> model.spec().tokenizer().stream())
        .map(ModelTokenizer::file)
        .filter(name -> !name.equals(Tokenizer.ONE_PER_CHARACTER))
        .map(Path::of)
        .distinct()
        .forEach(files::add);
    return new ResolvedSweep(
        sweep.name().orElseGet(() -> baseName(bound.path())),
        models.stream().map(ModelResolver.Resolved::spec).toList(),
        runs,
        sweep.budget(),
        sweep.priority(),
        files);
  }

  private static List<Variant> variants(Bound<SweepFile> bound) {
    List<Variant> variants = bound.value().adapters();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < variants.size(); i++) {
      String name = variants.get(i).name();
      if (!name.isEmpty() && !names.add(name)) {
        bound.problem("adapters[" + i + "].name", "two adapters are called", "a name of its own");
      }
    }
    return variants.isEmpty() ? List.of(new Variant("", AdapterOverrides.NONE)) : variants;
  }

  private static String baseName(Path file) {
    return file.getFileName().toString().replaceFirst("\\.[a-z]+$", "");
  }
}
