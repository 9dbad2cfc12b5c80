package dev.regatta.coordinator.perturb;

import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.ThreadSafePOSTaggerME;
import opennlp.tools.tokenize.SimpleTokenizer;
import opennlp.tools.util.Span;

/** Word classes of English texts by OpenNLP, in the universal tags that spaCy has too. */
final class EnglishTagger implements SynonymRewriter.Tagger {
  private static final String MODEL = "/opennlp-en-ud-ewt-pos-1.3-2.5.4.bin";
  private static final Map<String, Character> CLASSES =
      Map.of("NOUN", 'n', "VERB", 'v', "ADJ", 's', "ADV", 'r');

  private final ThreadSafePOSTaggerME tagger;

  private EnglishTagger(ThreadSafePOSTaggerME tagger) {
    this.tagger = tagger;
  }

  static EnglishTagger get() {
    return Loaded.TAGGER;
  }

  @Override
  public List<SynonymRewriter.Part> parts(String text) {
    Span[] words = SimpleTokenizer.INSTANCE.tokenizePos(text);
    String[] tags = tagger.tag(Span.spansToStrings(words, text));
    List<SynonymRewriter.Part> parts = new ArrayList<>();
    int done = 0;
    for (int i = 0; i < words.length; i++) {
      parts.add(between(text.substring(done, words[i].getStart())));
      done = words[i].getEnd();
      parts.add(
          new SynonymRewriter.Part(
              text.substring(words[i].getStart(), done),
              Optional.ofNullable(CLASSES.get(tags[i]))));
    }
    parts.add(between(text.substring(done)));
    return parts;
  }

  private static SynonymRewriter.Part between(String text) {
    return new SynonymRewriter.Part(text, Optional.empty());
  }

  /** Read when first asked for. */
  private static final class Loaded {
    private static final EnglishTagger TAGGER = load();

    private static EnglishTagger load() {
      try (InputStream model = EnglishTagger.class.getResourceAsStream(MODEL)) {
        return new EnglishTagger(new ThreadSafePOSTaggerME(new POSModel(model)));
      } catch (IOException e) {
        throw RegattaException.internal("Cannot read the model of English word classes", e);
      }
    }
  }
}
