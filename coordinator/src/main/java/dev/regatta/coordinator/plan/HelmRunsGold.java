package dev.regatta.coordinator.plan;

import dev.regatta.coordinator.helm.HelmSuite;
import dev.regatta.coordinator.helm.RunSelection;
import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.coordinator.scenario.helm.HelmFolders;
import dev.regatta.coordinator.sweep.ResolvedSweep;
import dev.regatta.fetch.FetchListener;
import dev.regatta.fetch.Fetcher;
import dev.regatta.gold.Companions;
import dev.regatta.gold.Findings;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.GoldFiles;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.RegattaException;
import dev.regatta.store.Store;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Whole runs of HELM with the files they were made of, in a directory with {@code config}, {@code
 * data} (HELM's layout, and {@code placement.tsv} for what lies elsewhere) and {@code runs}: each
 * {@code run_spec.json} is planned anew, and its instances and requests are those recorded. Data
 * that are not at hand are not fetched.
 */
public final class HelmRunsGold implements GoldCheck {
  private static final String CONFIG = "config";
  private static final String RUNS = "runs";
  private static final String RUN_SPEC = "run_spec.json";
  private static final String OUTPUT = "benchmark_output";
  private static final String COPY = "copy of ";

  /** Nobody listens there: an address fails at once. */
  private static final InetSocketAddress NOWHERE = new InetSocketAddress("127.0.0.1", 9);

  private final Companions data;
  private final Function<Path, Optional<Path>> misspellings;
  private final Path scratch;

  /**
   * @param data where the files of {@code placement.tsv} lie
   * @param misspellings the list that HELM comes with, for gold at a path
   * @param scratch an empty directory
   */
  public HelmRunsGold(Companions data, Function<Path, Optional<Path>> misspellings, Path scratch) {
    this.data = data;
    this.misspellings = misspellings;
    this.scratch = scratch;
  }

  @Override
  public String kind() {
    return "planned-runs";
  }

  @Override
  public String about() {
    return "instances and requests of HELM's runs, planned anew from data and run specs";
  }

  @Override
  public boolean recognises(Path path) {
    return Files.isDirectory(path.resolve(CONFIG)) && Files.isDirectory(path.resolve(RUNS));
  }

  @Override
  public void check(Path gold, Findings findings) {
    HelmFolders folders = folders(gold);
    PerturbationResources given =
        new PerturbationResources(misspellings.apply(gold), Optional.empty(), Optional.empty());
    PerturbationResources words = folders.perturbations().map(given::withDirectory).orElse(given);
    HelmSuite suite = new HelmSuite(gold.resolve(CONFIG), folders, Map.of(), specs -> List.of());
    Store store = Store.open(scratch.resolve("planned").toString());
    for (Path run : GoldFiles.directories(gold.resolve(RUNS))) {
      String name = run.getFileName().toString();
      try {
        RecordedRun recorded = RecordedRun.read(run);
        try {
          check(run, recorded, suite, words, store, findings);
        } catch (RegattaException e) {
          recorded.failAll(findings, Findings.problem(e));
        }
      } catch (RegattaException e) {
        findings.fail("runs", name, "a run as HELM writes it", e.getMessage());
      }
    }
  }

  private static void check(
      Path run,
      RecordedRun recorded,
      HelmSuite suite,
      PerturbationResources words,
      Store store,
      Findings findings) {
    ResolvedSweep sweep =
        suite.ofRunSpecs(List.of(run.resolve(RUN_SPEC)), "gold", RunSelection.ALL);
    List<ModelRef> models =
        sweep.models().stream()
            .map(model -> new ModelRef(model.name(), model.runtime(), "", "", null, false))
            .toList();
    PlannedRuns planned =
        new PlannedRuns(
            PlannedSweep.of(sweep, Optional.of("gold"), models, store, words, false).plan());
    recorded.compare(planned, findings);
  }

  private HelmFolders folders(Path gold) {
    try {
      Path links = Files.createTempDirectory(scratch, "data");
      Path own = gold.resolve("data");
      if (Files.isDirectory(own)) {
        link(gold, own, links);
      }
      Fetcher fetcher =
          new Fetcher(
              scratch.resolve("cache"),
              Map.of("HF_ENDPOINT", "http:/" + NOWHERE),
              FetchListener.NONE,
              HttpClient.newBuilder().proxy(ProxySelector.of(NOWHERE)).build());
      return new HelmFolders(Optional.of(links), fetcher);
    } catch (IOException e) {
      throw RegattaException.resource("Cannot lay out the data of " + gold, e);
    }
  }

  /** As HELM had the data: hub data sets beside its output directory, all else in it. */
  private void link(Path gold, Path own, Path links) throws IOException {
    try (Stream<Path> files = Files.walk(own).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        String name = own.relativize(file).toString();
        boolean output = name.startsWith("scenarios") || name.startsWith("perturbations");
        link(links.resolve(output ? OUTPUT + "/" + name : name), file);
      }
    }
    Path placement = own.resolve("placement.tsv");
    List<String> lines = Files.exists(placement) ? Files.readAllLines(placement) : List.of();
    for (String line : lines) {
      String[] fields = line.split("\t");
      if (fields.length > 1 && fields[1].startsWith(COPY)) {
        Optional<Path> file = data.find(gold, fields[1].substring(COPY.length()));
        if (file.isPresent()) {
          link(links.resolve(fields[0]), file.get());
        }
      }
    }
  }

  private static void link(Path link, Path target) throws IOException {
    Files.createDirectories(link.getParent());
    if (!Files.exists(link)) {
      Files.createSymbolicLink(link, target.toAbsolutePath());
    }
  }
}
