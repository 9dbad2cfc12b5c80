package dev.regatta.worker;

import dev.regatta.protocol.RegattaException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The worker's command line: {@code --SETTING VALUE} for every {@link WorkerSetting}, {@code
 * --runtime-option NAME=VALUE} and {@code --kafka NAME=VALUE} any number of times, {@code
 * --exit-with-parent}.
 *
 * @param settings as {@link WorkerConfig#from} takes them
 * @param exitWithParent whether the end of standard input stops the worker
 */
record WorkerArguments(Map<String, String> settings, boolean exitWithParent) {

  static WorkerArguments parse(String[] args) {
    Map<String, String> settings = new LinkedHashMap<>();
    boolean exitWithParent = false;
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--exit-with-parent")) {
        exitWithParent = true;
        continue;
      }
      if (!args[i].startsWith("--") || i + 1 == args.length) {
        throw RegattaException.user("Argument " + args[i] + " (expected: --SETTING VALUE)");
      }
      String key = args[i].substring(2);
      String value = args[++i];
      if (key.equals("runtime-option") || key.equals("kafka")) {
        int equals = value.indexOf('=');
        if (equals <= 0) {
          throw RegattaException.user("--" + key + " " + value + " (expected: NAME=VALUE)");
        }
        key = key + "." + value.substring(0, equals);
        value = value.substring(equals + 1);
      }
      settings.put(key, value);
    }
    return new WorkerArguments(settings, exitWithParent);
  }

  static String help() {
    StringBuilder help = new StringBuilder("Answers the requests of one model's queue.\n\n");
    for (WorkerSetting setting : WorkerSetting.values()) {
      String line =
          String.format(
              "  --%-18s %s%s%n",
              setting.key(),
              setting.description(),
              setting.defaultValue().map(value -> ", default " + value).orElse(""));
      help.append(line);
    }
    return help.append("  --runtime-option     NAME=VALUE, an option of the engine\n")
        .append("  --kafka              NAME=VALUE, a property of every Kafka client\n")
        .append("  --exit-with-parent   stop when standard input ends\n")
        .toString();
  }
}
