package dev.regatta.coordinator.adapt;

import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.RegattaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Joins the blocks of a prompt and makes them fit the window. */
final class PromptAssembler {

  /** A finished text, the examples left in it, and whether its end was cut. */
  record Assembled(String text, int trainInstances, boolean truncated) {}

  private final AdapterSpec spec;
  private final Optional<Window> window;
  private final List<PythonSubstitution> substitutions;

  PromptAssembler(AdapterSpec spec, Optional<Window> window) {
    this.spec = spec;
    this.window = window;
    this.substitutions = spec.substitutions().stream().map(PythonSubstitution::of).toList();
    window.ifPresent(this::requireRoomForTheAnswer);
  }

  private void requireRoomForTheAnswer(Window fitted) {
    if (spec.maxTokens() > fitted.maxRequestLength()) {
      throw RegattaException.user(
          "max_tokens: "
              + spec.maxTokens()
              + " (expected: at most the model's window of "
              + fitted.maxRequestLength()
              + " tokens)");
    }
  }

  /** Input with its prefix and suffix, as every block begins. */
  String input(String text) {
    return spec.inputPrefix() + text + spec.inputSuffix();
  }

  /** The answer of an example. */
  String answer(String text) {
    return spec.outputPrefix() + text + spec.outputSuffix();
  }

  /** The cue that the model shall continue: no trailing blanks or line ends. */
  String openAnswer() {
    String cue = spec.outputPrefix();
    int end = cue.length();
    while (end > 0 && isPythonSpace(cue.charAt(end - 1))) {
      end--;
    }
    return cue.substring(0, end);
  }

  Assembled assemble(List<String> trainBlocks, String evalBlock) {
    if (window.isEmpty()) {
      return new Assembled(join(trainBlocks, evalBlock), trainBlocks.size(), false);
    }
    Window fitted = window.get();
    for (int shots = trainBlocks.size(); shots > 0; shots--) {
      String text = join(trainBlocks.subList(0, shots), evalBlock);
      if (fits(text, fitted)) {
        return new Assembled(text, shots, false);
      }
    }
    return truncate(join(List.of(), evalBlock), fitted);
  }

  /** Without examples the text always goes through the tokenizer, whether it fits or not. */
  private Assembled truncate(String text, Window fitted) {
    String cut = fitted.truncate(text, fitted.maxRequestLength() - spec.maxTokens());
    while (!fits(cut, fitted)) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    boolean shorter = cut.codePointCount(0, cut.length()) < text.codePointCount(0, text.length());
    // HELM takes an empty cut for none, and sends everything.
    return new Assembled(shorter && !cut.isEmpty() ? cut : text, 0, shorter);
  }

  private boolean fits(String text, Window fitted) {
    return text.isEmpty()
        || fitted.countTokens(text) + spec.maxTokens() <= fitted.maxRequestLength();
  }

  private String join(List<String> trainBlocks, String evalBlock) {
    List<String> blocks = new ArrayList<>(trainBlocks.size() + 2);
    if (!spec.instructions().isEmpty()) {
      blocks.add(spec.instructions());
    }
    blocks.addAll(trainBlocks);
    blocks.add(evalBlock);
    String text =
        spec.globalPrefix() + String.join(spec.instancePrefix(), blocks) + spec.globalSuffix();
    for (PythonSubstitution substitution : substitutions) {
      text = substitution.apply(text);
    }
    return text;
  }

  /** What Python's {@code str.isspace} takes for white space. */
  private static boolean isPythonSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }
}
