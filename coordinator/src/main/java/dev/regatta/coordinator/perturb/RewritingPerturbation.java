package dev.regatta.coordinator.perturb;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.random.PythonRandom;
import dev.regatta.protocol.Perturbation;
import java.util.List;

/**
 * Rewrites the input and, where asked, the references before it from the same generator. The
 * original input becomes the copy's contrast input.
 */
record RewritingPerturbation(Perturbation description, boolean references, Rewriter rewriter)
    implements TextPerturbation {

  @Override
  public Instance perturb(Instance original, int repeat) {
    PythonRandom random = Copies.generator(original, repeat);
    List<Reference> answers =
        references
            ? Copies.rewrite(original.references(), text -> rewriter.rewrite(text, random))
            : original.references();
    String input = rewriter.rewrite(original.input(), random);
    return Copies.of(
        original, input, answers, Copies.repeated(description, repeat), List.of(original.input()));
  }
}
