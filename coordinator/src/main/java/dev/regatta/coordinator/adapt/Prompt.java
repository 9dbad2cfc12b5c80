package dev.regatta.coordinator.adapt;

import dev.regatta.protocol.Message;
import dev.regatta.protocol.RequestKind;
import java.util.List;
import java.util.Map;

/**
 * What an adapter makes of an instance (HELM's RequestState before execution), without the decoding
 * parameters, which are those of the adapter spec unless the kind says otherwise.
 *
 * @param text rendered prompt; empty for chat
 * @param messages turns of a chat, or null
 * @param continuation scored text of a separate multiple choice, or null
 * @param referenceIndex scored or ranked reference, or null
 * @param requestMode {@code original}, {@code calibration} or null
 * @param outputMapping option labels and their texts, in order; null where there are none
 * @param trainInstances shots in the prompt
 * @param truncated whether the window cut the prompt
 * @param window number of the piece of a document for language modelling, from 0; else 0
 * @param conditioningTokens tokens at the beginning of such a piece that are not its own; else 0
 */
public record Prompt(
    RequestKind kind,
    String text,
    List<Message> messages,
    String continuation,
    Integer referenceIndex,
    String requestMode,
    Map<String, String> outputMapping,
    int trainInstances,
    boolean truncated,
    int window,
    int conditioningTokens) {

  /** A text to answer. */
  static Prompt answering(
      PromptAssembler.Assembled prompt,
      Integer referenceIndex,
      String requestMode,
      Map<String, String> outputMapping) {
    return new Prompt(
        RequestKind.GENERATE,
        prompt.text(),
        null,
        null,
        referenceIndex,
        requestMode,
        outputMapping,
        prompt.trainInstances(),
        prompt.truncated(),
        0,
        0);
  }

  /** A chat to answer. */
  static Prompt chat(List<Message> messages) {
    return new Prompt(RequestKind.CHAT, "", messages, null, null, null, null, 0, false, 0, 0);
  }

  /** A text whose end is scored. */
  static Prompt scoring(
      PromptAssembler.Assembled prompt,
      String continuation,
      Integer referenceIndex,
      String requestMode) {
    return new Prompt(
        RequestKind.SCORE,
        prompt.text(),
        null,
        continuation,
        referenceIndex,
        requestMode,
        null,
        prompt.trainInstances(),
        prompt.truncated(),
        0,
        0);
  }

  /** A piece of a document. */
  static Prompt piece(String text, int window, int conditioningTokens, int trainInstances) {
    return new Prompt(
        RequestKind.SCORE,
        text,
        null,
        null,
        null,
        null,
        null,
        trainInstances,
        false,
        window,
        conditioningTokens);
  }
}
