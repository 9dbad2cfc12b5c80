package dev.regatta.coordinator.scenario;

import dev.regatta.coordinator.adapt.AdapterOverrides;
import dev.regatta.coordinator.config.Key;
import dev.regatta.coordinator.config.Shorthand;
import dev.regatta.coordinator.instance.Instance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A scenario file: where instances come from, and how they are asked and scored. Either {@code
 * generator} names code that makes the instances, or {@code splits} names data files and the other
 * keys say how a row becomes an instance.
 */
public record ScenarioDefinition(
    @Key("Short name in run names and tables; the file's name where it is absent")
        Optional<String> name,
    @Key("What the scenario is about") Optional<String> description,
    @Key(
            "Arguments and their defaults; null where one has to be given. `{argument}` stands for"
                + " its value in sources, groups and the adapter's texts")
        Map<String, Object> parameters,
    @Key("Name of the generator that makes the instances") Optional<String> generator,
    @Key("Data files of each split") Splits splits,
    @Key(
            value = "Format of the data files; by their extension where it is absent",
            oneOf = {"jsonl", "json", "csv", "tsv", "txt", "parquet"})
        Optional<String> format,
    @Key("Names of the columns, for files without a header") List<String> columns,
    @Key("Path to the rows inside a JSON document, for instance `/data/rows`")
        Optional<String> records,
    @Key("Separator of the fields of csv and tsv, where it is another character")
        Optional<String> delimiter,
    @Key("Quote around fields of csv and tsv; empty for files without quoting")
        Optional<String> quote,
    @Key("Keeps only the rows whose column has this value (or one of these)")
        Map<String, Object> filter,
    @Key("The question: a column, or a text with `{column}` in it") Optional<String> input,
    @Key("Turns of a chat: a column that holds a list of role and content")
        Optional<String> messages,
    @Key(
            "The options, or the answers of a generation: columns, texts with `{column}`, or one"
                + " column that holds a list")
        List<String> references,
    @Key("Options that are the same for every row") List<String> choices,
    @Key("Which references are correct; without it all of them are") Optional<Correct> correct,
    @Key("Replacements in the finished texts, in order") List<Replacement> replace,
    @Key("Part of the split that scores are also given for: a column or text")
        Optional<String> subSplit,
    @Key("Id of an instance: a column or text; `id0`, `id1`, ... over all splits where absent")
        Optional<String> id,
    @Key(
            value =
                "Keep perturbed copies whose input did not change, as HELM does where it builds"
                    + " inputs of a passage and a question",
            byDefault = "false")
        boolean keepUnchangedCopies,
    @Key("Settings of the adapter") AdapterOverrides adapter,
    @Key("Metrics; the exact-match family where absent") List<String> metrics,
    @Key("Metric of the leaderboard; the first of `metrics` where absent")
        Optional<String> mainMetric,
    @Key("Groups of the leaderboard; the name where absent") List<String> groups) {

  /** Data files by split, in the order in which instances are numbered. */
  public record Splits(
      @Key("Instances for examples in prompts") List<DataSource> train,
      @Key("Instances that are evaluated") List<DataSource> valid,
      @Key("Instances that are evaluated") List<DataSource> test) {

    boolean isEmpty() {
      return train.isEmpty() && valid.isEmpty() && test.isEmpty();
    }

    /** Key, sources of each split. */
    Stream<Map.Entry<String, List<DataSource>>> all() {
      return Stream.of(
          Map.entry(Instance.TRAIN, train),
          Map.entry(Instance.VALID, valid),
          Map.entry(Instance.TEST, test));
    }
  }

  /** A data file, or several that a directory or pattern stands for. */
  @Shorthand("source")
  public record DataSource(
      @Key(
              value =
                  "File, directory, pattern with `*`, `http(s)://` or `hf://datasets/...`;"
                      + " compressed files and archives too, of an archive also"
                      + " `data.tar!test/*.csv`; paths start at the scenario file's directory",
              required = true)
          String source,
      @Key("SHA-256 that the file must have") Optional<String> sha256,
      @Key(value = "Rows left out at the start", min = 0, byDefault = "0") long skip,
      @Key(value = "Most rows taken; all where absent", min = 0) Optional<Long> limit) {}

  /** How the correct references of a row are told. */
  @Shorthand("column")
  public record Correct(
      @Key("The column that tells it") Optional<String> column,
      @Key(
              value =
                  "How: `letter` (A is the first), `index` (0 is the first), `number` (1 is the"
                      + " first), `text` (of a reference, or a list of texts); `auto` finds out and"
                      + " refuses rows that could be read in two ways",
              byDefault = "auto")
          Kind as,
      @Key("Texts that stand for the column's values, for instance `{true: Yes, false: No}`")
          Map<String, String> labels) {

    /** How a value points to a reference. */
    public enum Kind {
      AUTO,
      LETTER,
      INDEX,
      NUMBER,
      TEXT
    }
  }

  /** A replacement in a finished text. */
  public record Replacement(
      @Key("The text that is replaced") Optional<String> text,
      @Key("The regular expression that is replaced; then `with` may refer to its groups ($1)")
          Optional<String> regex,
      @Key(value = "What stands in its place", byDefault = "\"\"") String with,
      @Key(value = "Where", byDefault = "both") Place in) {

    /** Texts in which something is replaced. */
    public enum Place {
      INPUT,
      REFERENCES,
      BOTH
    }
  }
}
