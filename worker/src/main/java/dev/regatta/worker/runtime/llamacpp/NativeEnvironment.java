package dev.regatta.worker.runtime.llamacpp;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.util.Map;

/**
 * Variables of this process's environment as native libraries see it when they are loaded; Java's
 * own view of it does not change.
 */
final class NativeEnvironment {

  /** The part of the C library that is needed. */
  interface LibC extends Library {
    int setenv(String name, String value, int overwrite);

    String getenv(String name);
  }

  private NativeEnvironment() {}

  /** Sets the variables that the environment does not have yet. */
  static void setDefaults(Map<String, String> variables) {
    if (!Platform.isWindows()) {
      LibC c = c();
      variables.forEach((name, value) -> c.setenv(name, value, 0));
    }
  }

  static LibC c() {
    return Native.load(Platform.C_LIBRARY_NAME, LibC.class);
  }
}
