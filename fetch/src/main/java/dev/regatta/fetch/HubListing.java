package dev.regatta.fetch;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.regatta.protocol.Json;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of a hub repository that match a pattern. */
final class HubListing {
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"next\"");

  private final Map<String, String> environment;
  private final Http http;
  private final Retry retry;

  HubListing(Map<String, String> environment, Http http, Retry retry) {
    this.environment = environment;
    this.http = http;
    this.retry = retry;
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Entry(String type, String path) {}

  private record Page(List<Entry> entries, Optional<Target> next) {}

  /** Sources in name order; a star stays within a directory, two go through all below. */
  List<String> matching(String source) throws FetchFailure, InterruptedException {
    Source.Hub pattern = Source.Hub.parse(source);
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern.path());
    String kind = pattern.repository().startsWith("datasets/") ? "" : "models/";
    String url =
        "%s/api/%s%s/tree/%s?recursive=true"
            .formatted(
                Source.Hub.endpoint(environment),
                kind,
                pattern.repository(),
                Source.encode(pattern.revision()));
    List<String> found = new ArrayList<>();
    Optional<Target> next = Optional.of(Source.Hub.authorised(url, environment));
    while (next.isPresent()) {
      Target target = next.get();
      Page page = retry.run(() -> read(target), source, Source.HUB_HINT, () -> 0);
      page.entries().stream()
          .filter(entry -> entry.type().equals("file") && matcher.matches(Path.of(entry.path())))
          .map(entry -> "hf://" + pattern.repository() + "/" + entry.path())
          .map(file -> file + "@" + pattern.revision())
          .forEach(found::add);
      next = page.next();
    }
    return found.stream().sorted().toList();
  }

  private Page read(Target target) throws IOException, InterruptedException {
    try (Http.Reply reply = http.get(target, Map.of())) {
      if (reply.status() != 200) {
        throw new Http.StatusException(reply);
      }
      List<Entry> entries =
          Json.MAPPER.readValue(
              reply.response().body().readAllBytes(), new TypeReference<List<Entry>>() {});
      Matcher link = NEXT.matcher(reply.header("Link").orElse(""));
      return new Page(
          entries,
          link.find() ? Optional.of(reply.target().resolve(link.group(1))) : Optional.empty());
    }
  }
}
