package dev.regatta.protocol;

/**
 * What {@link Topics#CONTROL} holds under {@link Topics#PROTOCOL_KEY}: the version of records and
 * topics that the cluster's coordinator speaks.
 */
public record ProtocolVersion(int version) {

  /**
   * The version of this build. It changes only where services of the two versions cannot work
   * together; additive changes keep it.
   */
  public static final ProtocolVersion CURRENT = new ProtocolVersion(1);

  /**
   * Refuses to work with a coordinator of another version.
   *
   * @throws RegattaException USER, naming both
   */
  public void requireCurrent(String service) {
    if (version != CURRENT.version) {
      throw RegattaException.user(
          "This "
              + service
              + " speaks version "
              + CURRENT.version
              + " of Regatta's protocol and the coordinator of this cluster version "
              + version
              + " (expected: the same; use the release that the coordinator has)");
    }
  }
}
