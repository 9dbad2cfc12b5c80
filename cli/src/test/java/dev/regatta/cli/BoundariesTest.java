package dev.regatta.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may know whom. A build that passes keeps the services separable. */
class BoundariesTest {
  private static final String COORDINATOR = "dev.regatta.coordinator..";
  private static final String WORKER = "dev.regatta.worker..";
  private static final String AGGREGATOR = "dev.regatta.aggregator..";
  private static final String SERVICE = "dev.regatta.service..";
  private static final String CLI = "dev.regatta.cli..";

  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.regatta");
  }

  @Test
  void servicesNeverKnowEachOther() {
    never(COORDINATOR, WORKER, AGGREGATOR, CLI);
    never(WORKER, COORDINATOR, AGGREGATOR, CLI);
    never(AGGREGATOR, COORDINATOR, WORKER, CLI);
  }

  @Test
  void theProtocolKnowsNoOtherModuleAndNoClient() {
    never(
        "dev.regatta.protocol..",
        COORDINATOR,
        WORKER,
        AGGREGATOR,
        CLI,
        SERVICE,
        "dev.regatta.store..",
        "dev.regatta.fetch..",
        "dev.regatta.broker..",
        "org.apache..");
  }

  @Test
  void whatServicesShareKnowsNoneOfThem() {
    never(
        SERVICE,
        COORDINATOR,
        WORKER,
        AGGREGATOR,
        CLI,
        "dev.regatta.store..",
        "dev.regatta.fetch..",
        "dev.regatta.broker..");
  }

  @Test
  void whatChecksShareKnowsNothingOfWhatTheyCheck() {
    never(
        "dev.regatta.gold..",
        COORDINATOR,
        WORKER,
        AGGREGATOR,
        CLI,
        SERVICE,
        "dev.regatta.store..",
        "dev.regatta.fetch..",
        "dev.regatta.broker..");
  }

  @Test
  void workersCarryNeitherSparkNorParquet() {
    never(WORKER, "org.apache.spark..", "org.apache.parquet..", "org.apache.hadoop..");
  }

  @Test
  void onlyTheJobKnowsSpark() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.regatta.aggregator.job..", CLI)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..")
        .check(classes);
  }

  @Test
  void onlyTheStoreOnS3KnowsItsClient() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.regatta.store.s3..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("software.amazon..", "dev.regatta.store.s3..")
        .check(classes);
  }

  @Test
  void packagesOfAServiceHaveNoCycles() {
    for (String service : new String[] {"coordinator", "worker", "aggregator", "service"}) {
      slices()
          .matching("dev.regatta." + service + ".(*)..")
          .should()
          .beFreeOfCycles()
          .check(classes);
    }
  }

  private static void never(String from, String... to) {
    noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(to)
        .check(classes);
  }
}
