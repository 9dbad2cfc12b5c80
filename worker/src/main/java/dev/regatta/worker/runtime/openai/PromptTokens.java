package dev.regatta.worker.runtime.openai;

import dev.regatta.worker.runtime.openai.Wire.Choice;
import dev.regatta.worker.runtime.openai.Wire.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * A prompt's tokens with their log-probabilities, as a server gave them back. The first one has
 * none: nothing comes before it.
 *
 * @param cached those that came from a shared prefix
 * @param generated tokens that were generated besides
 */
record PromptTokens(List<Scored> tokens, int cached, int generated) {

  /** A token; the log-probability is null for the first. */
  record Scored(String text, Double logprob) {}

  /** How a server gives a prompt's log-probabilities. */
  enum Way {
    ECHO {
      @Override
      byte[] body(Bodies bodies, String prompt, int maxTokens) {
        return bodies.echo(prompt, maxTokens);
      }

      @Override
      List<Scored> tokens(Choice choice) {
        return echoed(choice);
      }
    },
    PROMPT_LOGPROBS {
      @Override
      byte[] body(Bodies bodies, String prompt, int maxTokens) {
        return bodies.promptLogprobs(prompt, maxTokens);
      }

      @Override
      List<Scored> tokens(Choice choice) {
        return listed(choice);
      }
    };

    abstract byte[] body(Bodies bodies, String prompt, int maxTokens);

    abstract List<Scored> tokens(Choice choice);

    /**
     * The prompt's tokens in an answer to {@link #body}.
     *
     * @throws EngineException where one is missing or has no log-probability
     */
    PromptTokens read(Part part) {
      if (part.choices() == null || part.choices().isEmpty()) {
        throw missing("the answer has no choices");
      }
      if (part.usage() == null || part.usage().promptTokens() == null) {
        throw missing("the answer does not count the prompt's tokens");
      }
      List<Scored> tokens = tokens(part.choices().get(0));
      int count = part.usage().promptTokens();
      if (tokens.size() < count) {
        throw missing("of %d tokens of the prompt %d came back".formatted(count, tokens.size()));
      }
      // What was generated follows.
      List<Scored> prompt = tokens.subList(0, count);
      for (int i = 0; i < count; i++) {
        check(prompt.get(i), i);
      }
      Integer generated = part.usage().completionTokens();
      return new PromptTokens(
          List.copyOf(prompt), part.usage().cached(), generated == null ? 0 : generated);
    }

    private static void check(Scored token, int place) {
      Double logprob = token.logprob();
      if (place > 0 && logprob == null) {
        throw missing("token %d of the prompt has no log-probability".formatted(place));
      }
      if (logprob != null && !(logprob <= 1e-3)) {
        throw missing("token %d of the prompt has %s for one".formatted(place, logprob));
      }
    }
  }

  private static List<Scored> echoed(Choice choice) {
    Wire.Logprobs logprobs = choice.logprobs();
    if (logprobs == null || logprobs.tokens() == null || logprobs.tokenLogprobs() == null) {
      throw missing("the answer has no log-probabilities");
    }
    int count = Math.min(logprobs.tokens().size(), logprobs.tokenLogprobs().size());
    List<Scored> tokens = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      tokens.add(new Scored(logprobs.tokens().get(i), logprobs.tokenLogprobs().get(i)));
    }
    return tokens;
  }

  /** The token itself is the first entry of each place, alternatives follow. */
  private static List<Scored> listed(Choice choice) {
    if (choice.promptLogprobs() == null) {
      throw missing("the answer has no prompt_logprobs");
    }
    List<Scored> tokens = new ArrayList<>(choice.promptLogprobs().size());
    for (LinkedHashMap<String, Wire.PromptToken> place : choice.promptLogprobs()) {
      if (place == null || place.isEmpty()) {
        tokens.add(new Scored("", null));
      } else {
        Wire.PromptToken token = place.values().iterator().next();
        tokens.add(new Scored(token.decodedToken(), token.logprob()));
      }
    }
    return tokens;
  }

  private static EngineException missing(String what) {
    return new EngineException(Fault.INCOMPLETE, what);
  }

  /**
   * The same tokens; where a server leaves out the first one's text, what is left of the prompt.
   */
  PromptTokens withFirstOf(String prompt) {
    StringBuilder rest = new StringBuilder();
    tokens.forEach(token -> rest.append(token.text()));
    if (tokens.isEmpty() || !tokens.get(0).text().isEmpty() || !prompt.endsWith(rest.toString())) {
      return this;
    }
    List<Scored> complete = new ArrayList<>(tokens);
    String first = prompt.substring(0, prompt.length() - rest.length());
    complete.set(0, new Scored(first, tokens.get(0).logprob()));
    return new PromptTokens(List.copyOf(complete), cached, generated);
  }

  int count() {
    return tokens.size();
  }

  Scored last() {
    return tokens.get(tokens.size() - 1);
  }

  /** Sum of what is there. */
  double sum() {
    double sum = 0;
    for (Scored token : tokens) {
      sum += token.logprob() == null ? 0 : token.logprob();
    }
    return sum;
  }
}
