package dev.regatta.aggregator.report;

import java.util.List;

/** A row of the table {@code runs}. */
record Run(
    String name,
    String model,
    String scenario,
    String label,
    String metric,
    long planned,
    long completed,
    long quarantined,
    long instances,
    long scored,
    boolean simulated) {

  static final List<String> COLUMNS =
      List.of(
          "run",
          "model",
          "scenario",
          "label",
          "main_metric",
          "planned",
          "completed",
          "quarantined",
          "instances",
          "scored",
          "simulated");

  static Run of(Object[] row) {
    return new Run(
        (String) row[0],
        (String) row[1],
        (String) row[2],
        (String) row[3],
        (String) row[4],
        (Long) row[5],
        (Long) row[6],
        (Long) row[7],
        (Long) row[8],
        (Long) row[9],
        (Boolean) row[10]);
  }

  /** Its row of the leaderboard. */
  String row() {
    return row(model, label);
  }

  static String row(String model, String label) {
    return label.isEmpty() ? model : model + ", " + label;
  }

  /** What the run asks about, whoever is asked: its name without model and variant. */
  String task() {
    return name.replaceFirst("[:,]model=[^,]*", "")
        .replaceFirst("[:,]model_deployment=[^,]*", "")
        .replaceFirst("[:,]adapter=[^,]*", "");
  }
}
