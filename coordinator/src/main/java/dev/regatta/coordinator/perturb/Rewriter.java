package dev.regatta.coordinator.perturb;

import dev.regatta.coordinator.random.PythonRandom;

/** Changes a text; what is random about it comes from the generator alone. Thread-safe. */
interface Rewriter {
  String rewrite(String text, PythonRandom random);

  default Rewriter then(Rewriter next) {
    return (text, random) -> next.rewrite(rewrite(text, random), random);
  }
}
