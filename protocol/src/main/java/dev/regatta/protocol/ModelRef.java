package dev.regatta.protocol;

/**
 * A model as it was resolved for a sweep.
 *
 * @param name its name in the sweep file and in every table
 * @param runtime {@code llamacpp}, {@code openai}, {@code simulated}
 * @param runtimeVersion version of the engine
 * @param revision SHA-256 of the model file, or what stands for it; part of every request id
 * @param window most tokens of prompt and answer together; null where unknown
 * @param simulated true where answers are not a model's
 * @param tokenizer the tokenizer and the limits that prompts are fitted to, as one text; null where
 *     no prompt is shortened
 */
public record ModelRef(
    String name,
    String runtime,
    String runtimeVersion,
    String revision,
    Integer window,
    boolean simulated,
    String tokenizer) {

  /** Ends the revision of a model whose likelihoods are used though nobody has verified them. */
  public static final String TRUSTED = ",likelihoods=trusted";

  /** A model whose prompts are not shortened. */
  public ModelRef(
      String name,
      String runtime,
      String runtimeVersion,
      String revision,
      Integer window,
      boolean simulated) {
    this(name, runtime, runtimeVersion, revision, window, simulated, null);
  }

  /** Whether the user trusts the likelihoods of its engine. */
  public boolean trustsLikelihoods() {
    return revision.endsWith(TRUSTED);
  }

  /** The same model with prompts that are fitted to a window. */
  public ModelRef fittedBy(String other) {
    return new ModelRef(name, runtime, runtimeVersion, revision, window, simulated, other);
  }
}
