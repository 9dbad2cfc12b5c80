package dev.regatta.coordinator.scenario;

import dev.regatta.coordinator.data.DataOptions;
import dev.regatta.coordinator.data.DataSources;
import dev.regatta.coordinator.data.RowSource;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Scenario;
import dev.regatta.coordinator.scenario.ScenarioDefinition.DataSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Instances from the rows of data files, as a scenario file says. */
final class DeclarativeScenario implements Scenario {
  private final String name;
  private final ScenarioDefinition definition;
  private final DataSources data;
  private List<SplitRows> opened;

  /** Rows of one source. */
  private record SplitRows(String split, DataSource source, RowSource rows) {
    Stream<Map<String, Object>> taken() {
      Stream<Map<String, Object>> rest = rows.rows().skip(source.skip());
      return source.limit().map(rest::limit).orElse(rest);
    }
  }

  /**
   * @param definition with its arguments filled in
   * @param data of this scenario alone, whose hashes are the scenario's
   */
  DeclarativeScenario(String name, ScenarioDefinition definition, DataSources data) {
    this.name = name;
    this.definition = definition;
    this.data = data;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean keepsUnchangedCopies() {
    return definition.keepUnchangedCopies();
  }

  @Override
  public List<Path> localFiles() {
    return definition
        .splits()
        .all()
        .flatMap(split -> split.getValue().stream())
        .flatMap(source -> data.localFiles(source.source()).stream())
        .distinct()
        .toList();
  }

  @Override
  public Map<String, String> dataHashes() {
    sources();
    return data.hashes();
  }

  /**
   * {@inheritDoc}
   *
   * @throws dev.regatta.protocol.RegattaException USER, while the stream is read, with file and row
   *     where a row lacks a column or its correct answer cannot be told
   */
  @Override
  public Stream<Instance> instances() {
    Rows rows = new Rows(sources().iterator());
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(rows::close);
  }

  private synchronized List<SplitRows> sources() {
    if (opened == null) {
      List<SplitRows> all = new ArrayList<>();
      definition
          .splits()
          .all()
          .forEach(
              split ->
                  split
                      .getValue()
                      .forEach(
                          source ->
                              all.add(
                                  new SplitRows(
                                      split.getKey(),
                                      source,
                                      data.open(source.source(), options(source))))));
      opened = all;
    }
    return opened;
  }

  private DataOptions options(DataSource source) {
    return new DataOptions(
        definition.format().orElse(null),
        definition.columns().isEmpty() ? null : definition.columns(),
        definition.records().orElse(null),
        source.sha256(),
        definition.delimiter().map(text -> text.charAt(0)).orElse(null),
        definition.quote().orElse(null));
  }

  /**
   * Goes through the sources one after the other. Not {@code flatMap}, whose iterator holds all
   * instances of a source in memory.
   */
  private final class Rows implements Iterator<Instance>, AutoCloseable {
    private final RowMapper mapper = new RowMapper(definition);
    private final Iterator<SplitRows> sources;
    private String split;
    private Stream<Map<String, Object>> stream = Stream.empty();
    private Iterator<Map<String, Object>> rows = stream.iterator();
    private long number;

    private Rows(Iterator<SplitRows> sources) {
      this.sources = sources;
    }

    @Override
    public boolean hasNext() {
      while (!rows.hasNext()) {
        stream.close();
        if (!sources.hasNext()) {
          return false;
        }
        SplitRows next = sources.next();
        split = next.split();
        stream = next.taken().filter(mapper::accepts);
        rows = stream.iterator();
      }
      return true;
    }

    @Override
    public Instance next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return mapper.instance(rows.next(), split, number++);
    }

    @Override
    public void close() {
      stream.close();
    }
  }
}
