package dev.regatta.cli;

import dev.regatta.coordinator.api.SweepView;
import dev.regatta.coordinator.api.SweepView.ModelView;
import dev.regatta.coordinator.progress.Ledger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sweeps of a coordinator as people see them. */
final class SweepViews {
  private final Terminal terminal;
  private final SweepProgressView progress = new SweepProgressView(System::nanoTime);

  SweepViews(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Shows a sweep until it has ended. */
  SweepView follow(ApiClient client, String id) {
    SweepView last =
        client.watch(
            id,
            this::show,
            view -> view.state().ended(),
            () -> terminal.status(List.of(client.server() + " does not answer; asking again")));
    terminal.endStatus(true);
    return last;
  }

  /** Shows where a sweep is at present. */
  void show(SweepView sweep) {
    List<String> lines = new ArrayList<>();
    lines.add(state(sweep));
    Map<String, Ledger.Counts> counts = new LinkedHashMap<>();
    sweep.models().forEach(model -> counts.put(model.model(), counts(model)));
    lines.addAll(progress.lines(counts));
    terminal.status(lines);
  }

  private static Ledger.Counts counts(ModelView model) {
    return new Ledger.Counts(
        model.planned(),
        model.planComplete(),
        model.completed(),
        model.quarantined(),
        model.reused(),
        0);
  }

  /** Its state and why it is in it. */
  static String state(SweepView sweep) {
    String state = sweep.state().name().toLowerCase(Locale.ROOT);
    return sweep.reason() == null ? state : state + ": " + sweep.reason();
  }

  /** How a sweep has ended, in a sentence. */
  static String outcome(SweepView sweep) {
    return "Sweep "
        + sweep.id()
        + " is "
        + state(sweep)
        + (sweep.resultHash() == null ? "" : ", result hash " + sweep.resultHash());
  }

  /** One line for each model of each sweep. */
  static TextTable table(List<SweepView> sweeps) {
    TextTable table =
        new TextTable("sweep", "state", "model", "planned", "completed", "quarantined", "open");
    for (SweepView sweep : sweeps) {
      if (sweep.models().isEmpty()) {
        table.row(sweep.id(), state(sweep), "-", "-", "-", "-", "-");
      }
      for (ModelView model : sweep.models()) {
        table.row(
            sweep.id(),
            state(sweep),
            model.model(),
            Format.count(model.planned()) + (model.planComplete() ? "" : "+"),
            Format.count(model.completed()),
            Format.count(model.quarantined()),
            Format.count(model.open()));
      }
    }
    return table;
  }
}
