package dev.regatta.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.protocol.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks the machine and says what to do about what is wrong. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description =
        "Checks JDK, memory, disk, native libraries and the store, and with --perturbation-data which"
            + " lists of words are there.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  regatta doctor",
      "  regatta doctor --store /data/regatta --json",
      "  regatta doctor --perturbation-data benchmark_output/perturbations"
    })
final class DoctorCommand implements Callable<Integer> {
  private static final long GIB = 1L << 30;
  private static final long LEAST_MEMORY = 4 * GIB;
  private static final long LEAST_DISK = 2 * GIB;

  @Mixin private StoreOption store;

  @Option(
      names = "--perturbation-data",
      paramLabel = "DIR",
      description = "Directory of lists that perturbations need; see docs/sweep-file.md.")
  private Optional<Path> perturbationData = Optional.empty();

  @Option(names = "--json", description = "Print the checks as JSON.")
  private boolean json;

  /**
   * One finding.
   *
   * @param remedy what to do; null where all is well
   */
  record Check(String name, boolean ok, String found, String remedy) {}

  @Override
  public Integer call() {
    List<Check> checks = checks();
    boolean ok = checks.stream().allMatch(Check::ok);
    if (json) {
      System.out.println(Json.text(checks));
    } else {
      checks.forEach(DoctorCommand::print);
      System.out.println(ok ? "All is well." : "Something needs attention.");
    }
    return ok ? ExitCode.OK : ExitCode.FAILED;
  }

  private List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    checks.add(jdk());
    checks.add(memory());
    checks.add(disk());
    checks.add(attempt("store", this::openStore, "choose a writable place with --store"));
    checks.add(
        attempt(
            "llama.cpp",
            NativeCheck::describe,
            "install libgomp1 and libstdc++6 (apt-get install libgomp1 libstdc++6); the simulated"
                + " runtime works without"));
    perturbationData.ifPresent(directory -> checks.addAll(wordLists(directory)));
    return checks;
  }

  /** A list that is not there is no fault: it is for those who use its perturbation. */
  private static List<Check> wordLists(Path directory) {
    return PerturbationResources.standard().withDirectory(directory).needs().stream()
        .map(
            need ->
                new Check(
                    "words",
                    true,
                    need.place() + (need.there() ? "" : " is not there"),
                    need.there() ? null : need.remedy()))
        .toList();
  }

  private static void print(Check check) {
    System.out.printf("%-4s %-10s %s%n", check.ok() ? "ok" : "BAD", check.name(), check.found());
    if (check.remedy() != null) {
      System.out.printf("     %-10s -> %s%n", "", check.remedy());
    }
  }

  private static Check jdk() {
    int feature = Runtime.version().feature();
    return new Check(
        "java",
        feature >= 17,
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        feature >= 17 ? null : "install a JDK 17 or newer");
  }

  private static Check memory() {
    long total =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    boolean ok = total >= LEAST_MEMORY;
    return new Check(
        "memory",
        ok,
        Format.bytes(total)
            + " in all, "
            + Format.bytes(Runtime.getRuntime().maxMemory())
            + " heap, "
            + Runtime.getRuntime().availableProcessors()
            + " processors",
        ok ? null : "a sweep with an embedded broker and Spark wants 4 GiB");
  }

  private Check disk() {
    try {
      // A store elsewhere wants room here for the broker alone, in the current directory at most.
      Path place =
          Path.of(store.location().contains("://") ? "" : store.location()).toAbsolutePath();
      while (!Files.exists(place)) {
        place = place.getParent();
      }
      long free = Files.getFileStore(place).getUsableSpace();
      boolean ok = free >= LEAST_DISK;
      return new Check(
          "disk",
          ok,
          Format.bytes(free) + " free at " + place,
          ok ? null : "free some space or choose another place with --store");
    } catch (IOException e) {
      return new Check("disk", false, e.toString(), "choose another place with --store");
    }
  }

  private String openStore() {
    store.open();
    return store.location();
  }

  private static Check attempt(String name, Supplier<String> check, String remedy) {
    try {
      return new Check(name, true, check.get(), null);
    } catch (RuntimeException | LinkageError e) {
      return new Check(name, false, String.valueOf(e.getMessage()), remedy);
    }
  }
}
