package dev.regatta.gold;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.RegattaException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;

/**
 * Gold in a file of lines, each the JSON object of one case. A line that is none is a failed case
 * of its own.
 *
 * @param name what the names of such files begin with
 * @param fields what every case has; a file of another name with these in its first line is one too
 * @param open begins a file
 */
public record LinesCheck(
    String kind, String about, String name, Set<String> fields, Function<Path, CaseCheck> open)
    implements GoldCheck {
  /** The part that lines without a case belong to. */
  static final String LINES = "(lines)";

  /** Goes on with the name of a file that the gold of this name refers to. */
  static final String DATA = "_data_";

  private static final String ENDING = ".jsonl";

  @Override
  public boolean recognises(Path path) {
    String file = path.getFileName().toString();
    if (!file.endsWith(ENDING) && !file.endsWith(ENDING + ".gz") || !Files.isRegularFile(path)) {
      return false;
    }
    boolean named = file.startsWith(name) && !Character.isLetter(file.charAt(name.length()));
    return named && !file.contains(DATA)
        || GoldFiles.firstRow(path).filter(this::shaped).isPresent();
  }

  private boolean shaped(JsonNode row) {
    return fields.stream().allMatch(row::has);
  }

  @Override
  public void check(Path gold, Findings findings) {
    CaseCheck cases = open.apply(gold);
    int number = 0;
    try (BufferedReader lines = GoldFiles.lines(gold)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          check("line " + number, line, cases, findings);
        }
      }
    } catch (IOException e) {
      findings.fail(LINES, "after line " + number, "a readable file", e);
    }
    if (number == 0) {
      findings.fail(LINES, "line 1", "a case", "an empty file");
    }
    cases.end(findings);
  }

  private static void check(String place, String line, CaseCheck cases, Findings findings) {
    try {
      JsonNode json = GoldFiles.READER.readTree(line);
      if (!json.isObject()) {
        findings.fail(LINES, place, "a JSON object", line);
        return;
      }
      String id = json.path("id").asText("");
      cases.check(new GoldCase(id.isEmpty() ? place : id + " (" + place + ")", json, findings));
    } catch (IOException e) {
      findings.fail(LINES, place, "a JSON object", line);
    } catch (RegattaException e) {
      findings.fail(LINES, place, "a case as the others", Findings.problem(e));
    } catch (RuntimeException e) {
      findings.fail(LINES, place, "a case as the others", e);
    }
  }
}
