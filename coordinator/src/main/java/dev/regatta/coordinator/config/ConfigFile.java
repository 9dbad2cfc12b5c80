package dev.regatta.coordinator.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads YAML and JSON (by which YAML is meant to include it) into nodes that know their place. */
final class ConfigFile {
  private ConfigFile() {}

  /** The root node; empty, with a problem told, where the file cannot be read. */
  static Optional<Node> read(Path file, String name, Problems problems) {
    try {
      return parse(text(file), name, problems);
    } catch (CharacterCodingException e) {
      problems.add(whole(name, "is not a text in UTF-8", "YAML or JSON"));
    } catch (IOException e) {
      String what = Files.isDirectory(file) ? "is a directory" : "cannot be read";
      problems.add(whole(name, Files.exists(file) ? what : "no such file", "a YAML or JSON file"));
    }
    return Optional.empty();
  }

  /** Tabs may stand between the tokens of JSON, but not of YAML; in JSON strings there are none. */
  private static String text(Path file) throws IOException {
    String text = Files.readString(file);
    return file.toString().endsWith(".json") ? text.replace('\t', ' ') : text;
  }

  static Optional<Node> parse(String text, String name, Problems problems) {
    try {
      Node root = yaml().compose(new StringReader(text));
      if (root == null) {
        problems.add(whole(name, "is empty", "a mapping of keys to values"));
      }
      return Optional.ofNullable(root);
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      int line = mark == null ? 1 : mark.getLine() + 1;
      int column = mark == null ? 1 : mark.getColumn() + 1;
      problems.add(
          new Problem(name, line, column, "", "", "not valid YAML: " + e.getProblem(), "", ""));
    } catch (YAMLException e) {
      problems.add(whole(name, "not valid YAML: " + e.getMessage(), ""));
    }
    return Optional.empty();
  }

  private static Problem whole(String name, String what, String expected) {
    return new Problem(name, 1, 1, "", "", what, expected, "");
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    DumperOptions dumping = new DumperOptions();
    return new Yaml(
        new SafeConstructor(options), new Representer(dumping), dumping, options, new CoreSchema());
  }

  /**
   * The scalars of YAML 1.2 and JSON: {@code yes}, {@code on}, {@code 12:30} and dates stay texts.
   */
  private static final class CoreSchema extends Resolver {
    private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern DECIMAL =
        Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.BOOL, BOOLEAN, "tTfF");
      addImplicitResolver(Tag.INT, INTEGER, "-+0123456789");
      addImplicitResolver(Tag.FLOAT, DECIMAL, "-+.0123456789");
      addImplicitResolver(Tag.MERGE, MERGE, "<");
      addImplicitResolver(Tag.NULL, NULL, "~nN\0");
      addImplicitResolver(Tag.NULL, EMPTY, null);
    }
  }
}
