package dev.regatta.coordinator.scenario.helm;

import dev.regatta.coordinator.instance.Scenario;
import dev.regatta.coordinator.scenario.Arguments;
import dev.regatta.coordinator.scenario.Generators;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** HELM's scenarios by the class that a run spec names. */
public final class HelmScenarios {
  private static final String PACKAGE = "helm.benchmark.scenarios.";
  private static final Map<String, BiFunction<Arguments, HelmFolders, Scenario>> BY_CLASS =
      new TreeMap<>();

  static {
    knowledge();
    reading();
    reasoning();
    language();
    harms();
  }

  private final HelmFolders folders;

  public HelmScenarios(HelmFolders folders) {
    this.folders = folders;
  }

  /**
   * The scenario of a run spec. Its data are looked for when its instances are first asked for.
   *
   * @throws RegattaException USER where the class, an argument or its value is unknown
   */
  public Scenario of(ObjectSpec spec) {
    String shortName =
        spec.className().startsWith(PACKAGE)
            ? spec.className().substring(PACKAGE.length())
            : spec.className();
    BiFunction<Arguments, HelmFolders, Scenario> factory = BY_CLASS.get(shortName);
    if (factory == null) {
      throw RegattaException.user(
          "unknown scenario class "
              + spec.className()
              + Suggestion.among(shortName, BY_CLASS.keySet()));
    }
    Arguments arguments = new Arguments("scenario " + shortName, spec.args());
    Scenario scenario = factory.apply(arguments, folders);
    arguments.finish();
    return scenario;
  }

  private static void knowledge() {
    add("mmlu_scenario.MMLUScenario", "mmlu", KnowledgeScenarios::mmlu);
    add("mmlu_pro_scenario.MMLUProScenario", "mmlu_pro", KnowledgeScenarios::mmluPro);
    add("truthful_qa_scenario.TruthfulQAScenario", "truthful_qa", KnowledgeScenarios::truthfulQa);
    addPassages("pubmed_qa_scenario.PubMedQAScenario", "pubmed_qa", args -> PubMedQa::instances);
    add("legalbench_scenario.LegalBenchScenario", LegalBench.FOLDER, LegalBench::of);
    add("med_qa_scenario.MedQAScenario", "med_qa", args -> KnowledgeScenarios::medQa);
    addPassages("lsat_qa_scenario.LSATScenario", "lsat_qa", Lsat::of);
    add("custom_mcqa_scenario.CustomMCQAScenario", "custom_mcqa", KnowledgeScenarios::customMcqa);
    String commonsense = "commonsense_scenario.";
    add(commonsense + "OpenBookQA", "openbookqa", args -> CommonsenseScenarios::openBookQa);
    add(
        commonsense + "CommonSenseQAScenario",
        "commonsenseqa",
        args -> CommonsenseScenarios::commonsenseQa);
    add(commonsense + "HellaSwagScenario", "hellaswag", args -> CommonsenseScenarios::hellaSwag);
    add(commonsense + "PiqaScenario", "piqa", args -> CommonsenseScenarios::piqa);
    add(commonsense + "SiqaScenario", "siqa", args -> CommonsenseScenarios::siqa);
  }

  private static void reading() {
    addPassages("boolq_scenario.BoolQScenario", "boolq", BoolQ::of);
    add("imdb_scenario.IMDBScenario", "imdb", Imdb::of);
    addPassages(
        "narrativeqa_scenario.NarrativeQAScenario",
        "narrativeqa",
        args -> ReadingScenarios::narrativeQa);
    add("quac_scenario.QuACScenario", "quac", args -> Quac::instances);
    add("msmarco_scenario.MSMARCOScenario", "msmarco", MsMarco::of);
    add("openai_mrcr_scenario.OpenAIMRCRScenario", "openai_mrcr", ReadingScenarios::mrcr);
  }

  private static void reasoning() {
    declared("gsm_scenario.GSM8KScenario", "gsm", args -> ReasoningScenarios.gsm());
    add("math_scenario.MATHScenario", "MATH", MathScenario::of);
    add("code_scenario.CodeScenario", "code", ReasoningScenarios::code);
    generated("synthetic_reasoning_scenario.SyntheticReasoningScenario", "synthetic_reasoning");
    generated("dyck_language_scenario.DyckLanguageScenario", "dyck_language");
    generated("simple_scenarios.Simple1Scenario", "simple1");
    String simple = "simple_scenarios.Simple";
    add(simple + "MCQAScenario", "simple_mcqa", args -> SimpleScenarios::multipleChoice);
    add(simple + "ShortAnswerQAScenario", "simple_mcqa", args -> SimpleScenarios::shortAnswer);
    add(
        simple + "ClassificationScenario",
        "simple_classification",
        args -> SimpleScenarios::classification);
    addPassages("babi_qa_scenario.BabiQAScenario", "babi_qa", ReasoningScenarios::babiQa);
    add("big_bench_scenario.BIGBenchScenario", BigBench.FOLDER, BigBench::of);
    add(
        "synthetic_reasoning_natural_scenario.SRNScenario",
        "sythetic_reasoning_natural",
        SyntheticReasoningNatural::of);
  }

  private static void language() {
    add("the_pile_scenario.ThePileScenario", "the_pile", ThePile::of);
    declared("twitter_aae_scenario.TwitterAAEScenario", "twitter_aae", LanguageScenarios::tweets);
    add(
        "wikitext_103_scenario.Wikitext103Scenario",
        "wikitext_103",
        args -> LanguageScenarios::wikitext);
    add("blimp_scenario.BLiMPScenario", "blimp", Blimp::of);
    add(
        "synthetic_efficiency_scenario.SyntheticEfficiencyScenario",
        "synthetic_efficiency",
        LanguageScenarios::efficiency);
  }

  private static void harms() {
    addPassages("bbq_scenario.BBQScenario", "bbq", Bbq::of);
    addPassages(
        "civil_comments_scenario.CivilCommentsScenario",
        "civil_comments",
        HarmScenarios::civilComments);
    add(
        "real_toxicity_prompts_scenario.RealToxicityPromptsScenario",
        "real_toxicity_prompts",
        args -> HarmScenarios::realToxicityPrompts);
    add("bold_scenario.BOLDScenario", "bold", HarmScenarios::bold);
    add("copyright_scenario.CopyrightScenario", "copyright", HarmScenarios::copyright);
  }

  private static void add(
      String className, String folder, Function<Arguments, Conversion> conversion) {
    BY_CLASS.put(
        className,
        (args, folders) -> new HelmScenario(folder, folders, conversion.apply(args), false));
  }

  /** A scenario whose inputs are made of a passage and a question. */
  private static void addPassages(
      String className, String folder, Function<Arguments, Conversion> conversion) {
    BY_CLASS.put(
        className,
        (args, folders) -> new HelmScenario(folder, folders, conversion.apply(args), true));
  }

  /** A scenario that Regatta generates, with HELM's arguments. */
  private static void generated(String className, String generator) {
    BY_CLASS.put(className, (args, folders) -> Generators.of(generator, args.all()));
  }

  /**
   * A scenario that the scenario file {@code helm_NAME.yaml} describes.
   *
   * @param sources by the parameter of the file that they stand for
   */
  private static void declared(
      String className, String name, Function<Arguments, Map<String, Source>> sources) {
    BY_CLASS.put(
        className, (args, folders) -> new DeclaredScenario(name, folders, sources.apply(args)));
  }
}
