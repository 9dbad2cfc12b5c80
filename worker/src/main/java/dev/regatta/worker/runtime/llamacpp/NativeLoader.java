package dev.regatta.worker.runtime.llamacpp;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the llama.cpp library once per process: the one bundled with the class path for this
 * platform, or the one in a directory that the user names.
 */
final class NativeLoader {
  private static final Logger log = LoggerFactory.getLogger(NativeLoader.class);

  /** Debian's packages of the shared libraries that the bundled library links to. */
  private static final Map<String, String> LINUX_PACKAGES =
      Map.of("libgomp.so.1", "libgomp1", "libstdc++.so.6", "libstdc++6");

  private static LlamaLibrary loaded;
  private static Optional<Path> loadedFrom = Optional.empty();

  private NativeLoader() {}

  /**
   * @param directory holds the library; empty for the bundled one
   */
  static synchronized LlamaLibrary load(Optional<Path> directory) {
    if (loaded != null) {
      if (!loadedFrom.equals(directory)) {
        throw RegattaException.user(
            "A process holds one llama.cpp library: %s is loaded already, cannot load %s"
                .formatted(describe(loadedFrom), describe(directory)));
      }
      return loaded;
    }
    requireSharedLibraries();
    LlamaLibrary library = directory.isPresent() ? open(inDirectory(directory.get())) : bundled();
    LayoutGuard.check(library.llama_model_default_params(), library.llama_context_default_params());
    NativeLog.install(library);
    library.llama_backend_init();
    loaded = library;
    loadedFrom = directory;
    log.info("Loaded llama.cpp ({})", describe(directory));
    return library;
  }

  private static String describe(Optional<Path> directory) {
    return directory.map(Path::toString).orElse("bundled build " + LlamaLibrary.BUILD);
  }

  private static void requireSharedLibraries() {
    if (!Platform.isLinux()) {
      return;
    }
    LINUX_PACKAGES.forEach(
        (file, name) -> {
          try {
            NativeLibrary.getInstance(file);
          } catch (UnsatisfiedLinkError e) {
            throw new RegattaException(
                ErrorCategory.RESOURCE,
                "llama.cpp needs the shared library %s: install the package %s (Debian, Ubuntu; on others the package that holds %s)"
                    .formatted(file, name, file),
                e);
          }
        });
  }

  private static Path inDirectory(Path directory) {
    for (String name : new String[] {"llama", "jllama"}) {
      Path file = directory.resolve(System.mapLibraryName(name));
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    throw RegattaException.user(
        "Option 'library': %s holds neither %s nor %s"
            .formatted(directory, System.mapLibraryName("llama"), System.mapLibraryName("jllama")));
  }

  private static LlamaLibrary bundled() {
    String resource = "/de/kherud/llama/" + platform() + "/" + System.mapLibraryName("jllama");
    try (InputStream in = NativeLoader.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw RegattaException.user(
            "No llama.cpp library is bundled for %s: name a directory with one by the option 'library'"
                .formatted(platform()));
      }
      Path directory = Files.createTempDirectory("regatta-llama");
      Path file = directory.resolve(System.mapLibraryName("jllama"));
      try {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        return open(file);
      } finally {
        discard(file);
        discard(directory);
      }
    } catch (IOException e) {
      throw RegattaException.resource("Cannot unpack the llama.cpp library: " + e.getMessage(), e);
    }
  }

  /** A loaded library needs its file no longer, except on Windows, which holds on to it. */
  private static void discard(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      path.toFile().deleteOnExit();
    }
  }

  private static LlamaLibrary open(Path file) {
    try {
      return Native.load(file.toString(), LlamaLibrary.class);
    } catch (UnsatisfiedLinkError e) {
      throw new RegattaException(
          ErrorCategory.RESOURCE,
          "Cannot load the llama.cpp library for %s: %s".formatted(platform(), e.getMessage()),
          e);
    }
  }

  private static String platform() {
    String system =
        Platform.isMac()
            ? "Mac"
            : Platform.isWindows() ? "Windows" : Platform.isAndroid() ? "Linux-Android" : "Linux";
    String machine =
        switch (Platform.ARCH) {
          case "x86-64" -> "x86_64";
          default -> Platform.ARCH;
        };
    return system + "/" + machine;
  }
}
