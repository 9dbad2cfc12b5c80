package dev.regatta.coordinator.adapt;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.protocol.AdapterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The examples of a prompt, read back from its text by the affixes of the adapter spec. */
record ShownShots(AdapterSpec spec) {

  /**
   * @param prompt a whole prompt with examples
   * @param bare the same one without
   * @param count number of the examples
   */
  List<Instance> read(String prompt, String bare, int count) {
    String separator = spec.instancePrefix();
    String head =
        spec.globalPrefix()
            + (spec.instructions().isEmpty() ? "" : spec.instructions() + separator);
    int evalBlock = bare.length() - head.length();
    String shown = prompt.substring(head.length(), prompt.length() - evalBlock);
    shown = shown.substring(0, shown.length() - separator.length());
    int parts = spec.method().equals(AdapterSpec.RANKING_BINARY) ? 2 : 1;
    List<String> blocks = blocks(shown);
    if (blocks.size() != count * parts) {
      throw new IllegalStateException(blocks.size() + " blocks in the examples " + shown);
    }
    List<Instance> shots = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i += parts) {
      shots.add(shot(blocks.subList(i, i + parts)));
    }
    return shots;
  }

  private List<String> blocks(String shown) {
    String begin =
        spec.method().equals(AdapterSpec.RANKING_BINARY)
            ? spec.referencePrefix()
            : spec.inputPrefix();
    return List.of(
        shown.split(
            "(?<="
                + Pattern.quote(spec.outputSuffix())
                + ")"
                + Pattern.quote(spec.instancePrefix())
                + "(?="
                + Pattern.quote(begin)
                + ")"));
  }

  private Instance shot(List<String> parts) {
    if (spec.method().equals(AdapterSpec.RANKING_BINARY)) {
      return ranking(parts);
    }
    String block = parts.get(0).substring(spec.inputPrefix().length());
    block = block.substring(0, block.length() - spec.outputSuffix().length());
    return spec.method().equals(AdapterSpec.GENERATION) ? generation(block) : choice(block);
  }

  private Instance generation(String block) {
    String between = spec.inputSuffix() + spec.outputPrefix();
    int end = between.isEmpty() ? block.length() : block.lastIndexOf(between);
    Reference answer =
        new Reference(block.substring(end + between.length()), List.of(Reference.CORRECT));
    return Instance.of(block.substring(0, end), List.of(answer), Instance.TRAIN);
  }

  private Instance choice(String block) {
    int cue = block.lastIndexOf(spec.outputPrefix());
    String label = block.substring(cue + spec.outputPrefix().length());
    List<Reference> references = new ArrayList<>();
    String question = block.substring(0, cue);
    int start = question.indexOf(spec.inputSuffix() + "A. ");
    String input = question.substring(0, start);
    int position = start + spec.inputSuffix().length();
    for (char letter = 'A'; position < question.length(); letter++) {
      int end = question.indexOf("\n" + (char) (letter + 1) + ". ", position);
      end = end < 0 ? question.length() - 1 : end;
      boolean correct = label.equals(String.valueOf(letter));
      references.add(
          new Reference(
              question.substring(position + "A. ".length(), end),
              correct ? List.of(Reference.CORRECT) : List.of()));
      position = end + 1;
    }
    return Instance.of(input, references, Instance.TRAIN);
  }

  private Instance ranking(List<String> parts) {
    List<Reference> passages = new ArrayList<>();
    String query = "";
    for (String part : parts) {
      int middle = part.indexOf(spec.referenceSuffix() + spec.inputPrefix());
      int end = part.indexOf(spec.inputSuffix() + spec.outputPrefix());
      query =
          part.substring(
              middle + spec.referenceSuffix().length() + spec.inputPrefix().length(), end);
      boolean correct = part.endsWith("Yes" + spec.outputSuffix());
      passages.add(
          new Reference(
              part.substring(spec.referencePrefix().length(), middle),
              correct ? List.of(Reference.CORRECT) : List.of()));
    }
    return Instance.of(query, passages, Instance.TRAIN);
  }
}
