package dev.regatta.fetch;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.regatta.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Python's simple repository interface: its JSON form (PEP 691) where the index speaks it, else the
 * HTML form (PEP 503).
 */
final class PackageIndex {
  /** The media types of PEP 691, whichever index it is. */
  private static final String ACCEPT =
      "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2,"
          + " text/html;q=0.1";

  private static final Pattern ANCHOR =
      Pattern.compile("<a\\b[^>]*?\\bhref\\s*=\\s*[\"']([^\"']*)[\"']", Pattern.CASE_INSENSITIVE);
  private static final Pattern FRAGMENT_HASH = Pattern.compile("sha256=([0-9a-fA-F]{64})");

  private final Http http;
  private final Retry retry;

  PackageIndex(Http http, Retry retry) {
    this.http = http;
    this.retry = retry;
  }

  /** A published file and its hash where the index tells it. */
  record Release(String fileName, Target target, Optional<String> sha256) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Page(List<PageFile> files) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record PageFile(String filename, String url, Map<String, String> hashes) {}

  Release find(String indexUrl, Source.Wheel wheel) throws FetchFailure, InterruptedException {
    Target page;
    try {
      String project = normalise(wheel.project());
      page = Target.of(indexUrl.replaceAll("/+$", "") + "/" + project + "/");
    } catch (IllegalArgumentException e) {
      throw FetchFailure.user("the index that pip is configured with is no valid address");
    }
    String hint = "check the credentials in pip's index-url";
    List<Release> releases = retry.run(() -> read(page), wheel.text(), hint, () -> 0);
    return releases.stream()
        .filter(release -> matches(release.fileName(), wheel))
        .min(Comparator.comparing(release -> !release.fileName().endsWith("-none-any.whl")))
        .or(() -> sources(wheel, releases))
        .orElseThrow(() -> FetchFailure.resource(missing(wheel, releases)));
  }

  /** The archive of sources, for those who want a package and not a file of its wheel. */
  private static Optional<Release> sources(Source.Wheel wheel, List<Release> releases) {
    String end = "-" + wheel.version();
    return releases.stream()
        .filter(release -> wheel.member().isEmpty() && release.fileName().endsWith(".tar.gz"))
        .filter(
            release -> {
              String name = release.fileName().substring(0, release.fileName().length() - 7);
              return name.endsWith(end)
                  && normalise(name.substring(0, name.length() - end.length()))
                      .equals(normalise(wheel.project()));
            })
        .findFirst();
  }

  private List<Release> read(Target page) throws IOException, InterruptedException {
    try (Http.Reply reply = http.get(page, Map.of("Accept", ACCEPT))) {
      if (reply.status() != 200) {
        throw new Http.StatusException(reply);
      }
      String body = new String(reply.response().body().readAllBytes(), StandardCharsets.UTF_8);
      boolean json = reply.header("Content-Type").orElse("").contains("json");
      return json ? fromJson(body, reply.target()) : fromHtml(body, reply.target());
    }
  }

  private static List<Release> fromJson(String body, Target page) throws IOException {
    Page read = Json.MAPPER.readValue(body, Page.class);
    List<Release> releases = new ArrayList<>();
    for (PageFile file : read.files() == null ? List.<PageFile>of() : read.files()) {
      Optional<String> sha256 =
          Optional.ofNullable(file.hashes()).map(hashes -> hashes.get("sha256"));
      releases.add(new Release(file.filename(), page.resolve(file.url()), sha256));
    }
    return releases;
  }

  private static List<Release> fromHtml(String body, Target page) {
    List<Release> releases = new ArrayList<>();
    Matcher anchors = ANCHOR.matcher(body);
    while (anchors.find()) {
      Target target = page.resolve(anchors.group(1).replace("&amp;", "&"));
      String path = target.uri().getPath();
      Matcher hash =
          FRAGMENT_HASH.matcher(Optional.ofNullable(target.uri().getFragment()).orElse(""));
      Optional<String> sha256 = hash.find() ? Optional.of(hash.group(1)) : Optional.empty();
      releases.add(new Release(path.substring(path.lastIndexOf('/') + 1), target, sha256));
    }
    return releases;
  }

  /** A wheel is named NAME-VERSION(-BUILD)-PYTHON-ABI-PLATFORM.whl, with no hyphen in a part. */
  private static boolean matches(String fileName, Source.Wheel wheel) {
    String[] parts = fileName.split("-");
    return fileName.endsWith(".whl")
        && parts.length >= 5
        && normalise(parts[0]).equals(normalise(wheel.project()))
        && parts[1].equals(wheel.version().replace('-', '_'));
  }

  private static String missing(Source.Wheel wheel, List<Release> releases) {
    List<String> versions =
        releases.stream()
            .map(Release::fileName)
            .filter(name -> name.endsWith(".whl") && name.contains("-"))
            .map(name -> name.split("-")[1])
            .distinct()
            .toList();
    return "the index has no wheel of " + wheel.version() + " (it has " + versions + ")";
  }

  private static String normalise(String project) {
    return project.replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT);
  }
}
