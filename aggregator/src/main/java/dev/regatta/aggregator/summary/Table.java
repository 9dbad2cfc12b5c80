package dev.regatta.aggregator.summary;

import java.util.List;

/** A table of a leaderboard. */
public record Table(
    String title, List<HeaderCell> header, List<List<Cell>> rows, List<Link> links, String name) {

  Table withLinks(List<Link> others) {
    return new Table(title, header, rows, others, name);
  }
}
