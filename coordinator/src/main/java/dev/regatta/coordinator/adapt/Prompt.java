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
 * @param referenceIndex scored reference, or null
 * @param requestMode {@code original}, {@code calibration} or null
 * @param outputMapping option labels and their texts, in order; null where there are none
 * @param trainInstances shots in the prompt
 * @param truncated whether the window cut the prompt
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
    boolean truncated) {}
