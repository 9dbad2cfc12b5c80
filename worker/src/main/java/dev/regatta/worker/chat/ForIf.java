package dev.regatta.worker.chat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Python's Jinja filters a loop by {@code for x in xs if condition}; the Java engine does not know
 * it. Rewritten into a loop that collects what passes and the loop itself over that list, so that
 * {@code loop.index} and its kin count what passes.
 */
final class ForIf {
  private static final Pattern LOOP =
      Pattern.compile(
          "\\{%([-+]?)\\s*for\\s+(\\w+)\\s+in\\s+((?:(?!%\\}).)+?)\\s+if\\s+((?:(?!%\\}|\\selse\\s).)+?)\\s*([-+]?)%\\}",
          Pattern.DOTALL);

  private ForIf() {}

  static String rewrite(String template) {
    Matcher matcher = LOOP.matcher(template);
    StringBuilder result = new StringBuilder();
    int number = 0;
    while (matcher.find()) {
      String passed = "regatta_passed_" + number++;
      String loop =
          "{%%%s set %s = [] %%}{%% for %s in %s %%}{%% if %s %%}{%% do %s.append(%s) %%}{%% endif %%}{%% endfor %%}{%% for %s in %s %s%%}"
              .formatted(
                  matcher.group(1),
                  passed,
                  matcher.group(2),
                  matcher.group(3),
                  matcher.group(4),
                  passed,
                  matcher.group(2),
                  matcher.group(2),
                  passed,
                  matcher.group(5));
      matcher.appendReplacement(result, Matcher.quoteReplacement(loop));
    }
    return matcher.appendTail(result).toString();
  }
}
