package dev.regatta.cli.bench.scaling;

import dev.regatta.cli.bench.scaling.ScalingStudy.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** GPUs over time: one panel for each load, one line for each rule, as SVG. */
public final class ScalingPlot {
  private static final int COLUMNS = 2;
  private static final int WIDTH = 420;
  private static final int HEIGHT = 170;
  private static final int GAP_X = 70;
  private static final int GAP_Y = 70;
  private static final int LEFT = 60;
  private static final int TOP = 70;

  /** Told apart also by those who see fewer colours. */
  private static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73");

  private static final List<String> DASHES = List.of("none", "none", "6 3");

  private final StringBuilder svg = new StringBuilder();

  private ScalingPlot() {}

  /** The whole picture. */
  public static String svg(List<Result> results) {
    Map<String, List<Result>> panels =
        results.stream()
            .collect(Collectors.groupingBy(Result::load, LinkedHashMap::new, Collectors.toList()));
    ScalingPlot plot = new ScalingPlot();
    int rows = (panels.size() + COLUMNS - 1) / COLUMNS;
    int width = LEFT + COLUMNS * (WIDTH + GAP_X);
    int height = TOP + rows * (HEIGHT + GAP_Y);
    plot.add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">",
        width, height, width, height);
    plot.add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", width, height);
    plot.legend(panels.values().iterator().next());
    int index = 0;
    for (Map.Entry<String, List<Result>> panel : panels.entrySet()) {
      int x = LEFT + index % COLUMNS * (WIDTH + GAP_X);
      int y = TOP + index / COLUMNS * (HEIGHT + GAP_Y);
      plot.panel(panel.getKey(), panel.getValue(), x, y);
      index++;
    }
    plot.add("</svg>");
    return plot.svg.toString();
  }

  private void legend(List<Result> rules) {
    add("<text x=\"%d\" y=\"22\" font-size=\"15\">GPUs held over time</text>", LEFT);
    int x = LEFT + 200;
    for (int i = 0; i < rules.size(); i++) {
      add(
          "<line x1=\"%d\" y1=\"18\" x2=\"%d\" y2=\"18\" stroke=\"%s\" stroke-width=\"2.5\""
              + " stroke-dasharray=\"%s\"/>",
          x, x + 30, COLOURS.get(i), DASHES.get(i));
      add("<text x=\"%d\" y=\"22\">%s</text>", x + 38, rules.get(i).rule());
      x += 150;
    }
  }

  private void panel(String name, List<Result> results, int left, int top) {
    int minutes = results.stream().mapToInt(result -> result.gpus().size()).max().orElse(1);
    int most =
        results.stream().flatMap(result -> result.gpus().stream()).max(Integer::compare).orElse(1);
    add("<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>", left, top - 10, name);
    axes(left, top, minutes, Math.max(1, most));
    for (int i = 0; i < results.size(); i++) {
      line(results.get(i).gpus(), i, left, top, minutes, Math.max(1, most));
    }
  }

  private void axes(int left, int top, int minutes, int most) {
    int step = most > 10 ? 4 : most > 4 ? 2 : 1;
    for (int gpus = 0; gpus <= most; gpus += step) {
      double y = y(top, gpus, most);
      add(
          "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>",
          left, y, left + WIDTH, y);
      add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d</text>", left - 8, y + 4, gpus);
    }
    int tick = tick(minutes);
    for (int minute = 0; minute <= minutes; minute += tick) {
      double x = left + (double) WIDTH * minute / minutes;
      String label = tick < 60 ? minute + " min" : minute / 60 + " h";
      add(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          x, top + HEIGHT + 18, label);
    }
  }

  private static int tick(int minutes) {
    for (int tick : new int[] {5, 10, 20, 60, 120}) {
      if (minutes / tick <= 6) {
        return tick;
      }
    }
    return 240;
  }

  private static double y(int top, int gpus, int most) {
    return top + HEIGHT - (double) HEIGHT * gpus / most;
  }

  private void line(List<Integer> gpus, int rule, int left, int top, int minutes, int most) {
    StringBuilder path = new StringBuilder();
    // Lines that run together stay apart by a shade.
    double shift = (rule - 1) * 1.5;
    int before = -1;
    for (int minute = 0; minute < gpus.size(); minute++) {
      if (gpus.get(minute) != before || minute == gpus.size() - 1) {
        double x = left + (double) WIDTH * minute / minutes;
        double y = y(top, gpus.get(minute), most) + shift;
        path.append(
            before < 0
                ? String.format(Locale.ROOT, "M%.1f %.1f", x, y)
                : String.format(Locale.ROOT, "H%.1fV%.1f", x, y));
        before = gpus.get(minute);
      }
    }
    add(
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"/>",
        path, COLOURS.get(rule), DASHES.get(rule));
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
