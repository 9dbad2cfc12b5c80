package dev.regatta.coordinator.scenario.helm;

/**
 * An archive of which HELM makes a directory. One that holds a single directory becomes that
 * directory.
 *
 * @param directory in the scenario's folder
 * @param name of the archive, where a user puts it beside the directory
 * @param address where it is published
 */
record Archive(String directory, String name, String address) {

  /** An archive that is published under its own name. */
  static Archive of(String directory, String address) {
    String path = address.replaceFirst("[?#].*$", "");
    return new Archive(directory, path.substring(path.lastIndexOf('/') + 1), address);
  }

  /** Where the archive itself may lie in the scenario's folder. */
  String place() {
    return directory.substring(0, directory.lastIndexOf('/') + 1) + name;
  }
}
