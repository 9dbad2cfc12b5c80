package dev.regatta.coordinator.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.tokenizer.Tokenizer;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.RequestKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** The windows of documents, by tokenizers whose windows can be counted by hand. */
class LanguageModelingTest {
  private static final AdapterSpec SPEC = AdapterSpecs.languageModeling().random("r").build();
  private static final Tokenizer CHARACTERS = Tokenizer.of(Tokenizer.ONE_PER_CHARACTER);

  @Test
  void aShortDocumentIsOneWindow() {
    List<Prompt> pieces = pieces("abc", window(CHARACTERS, "#", 4, 5));
    assertThat(pieces).hasSize(1);
    assertThat(pieces.get(0).text()).isEqualTo("#abc");
    assertThat(pieces.get(0).conditioningTokens()).isEqualTo(1);
    assertThat(pieces.get(0).kind()).isEqualTo(RequestKind.SCORE);
    assertThat(pieces.get(0).continuation()).isNull();
  }

  @Test
  void everyWindowHasAllTheContextThatFits() {
    List<Prompt> pieces = pieces("abcdefghij", window(CHARACTERS, "#", 4, 5));
    assertThat(pieces).extracting(Prompt::text).containsExactly("#abcd", "defgh", "fghij");
    assertThat(pieces).extracting(Prompt::conditioningTokens).containsExactly(1, 1, 3);
    assertThat(pieces).extracting(Prompt::window).containsExactly(0, 1, 2);
    Adapter adapter = Adapter.of(SPEC);
    assertThat(adapter.decoding(pieces.get(0), 0).random()).isEqualTo("r");
    assertThat(adapter.decoding(pieces.get(1), 0).random()).isNull();
  }

  /** HELM's reference: of a prefix of several tokens one counts, and it pushes text out. */
  @Test
  void aLongPrefixPushesTextOut() {
    List<Prompt> pieces = pieces("abcdefgh", window(CHARACTERS, "<s>", 5, 5));
    assertThat(pieces.get(0).text()).isEqualTo("<s>ab");
    assertThat(pieces.get(0).conditioningTokens()).isEqualTo(1);
    assertThat(pieces.get(1).text()).isEqualTo("defgh");
    assertThat(pieces.get(1).conditioningTokens()).isEqualTo(2);
  }

  @Test
  void theFurtherLimitHoldsToo() {
    Window window = new Window(CHARACTERS, "", 3, 9, 4);
    assertThat(pieces("abcdef", window)).extracting(Prompt::text).containsExactly("abc", "cdef");
    Window tiny = new Window(CHARACTERS, "", 3, 9, 1);
    assertThatThrownBy(() -> pieces("abcdef", tiny)).hasMessageContaining("room for 1 tokens");
  }

  @Test
  void brokenCharactersAreLeftOut() {
    // The first window ends after two of the euro sign's three bytes, the second begins after one.
    // Each of its halves decodes to U+FFFD, which has three bytes and pushes out e to h.
    List<Prompt> pieces = pieces("aaaa€bcdefgh", window(new Bytes(), "", 6, 9));
    assertThat(pieces).extracting(Prompt::text).containsExactly("aaaa", "bcd");
    assertThat(pieces).extracting(Prompt::conditioningTokens).containsExactly(0, 1);
  }

  @Test
  void withoutATokenizerTheDocumentIsOnePiece() {
    List<Prompt> pieces = Adapter.of(SPEC).adapt(document("abcdefghij"), List.of());
    assertThat(pieces).extracting(Prompt::text).containsExactly("abcdefghij");
    assertThat(pieces.get(0).conditioningTokens()).isZero();
  }

  @Property
  void everyTokenIsScoredOnce(
      @ForAll @AlphaChars @StringLength(min = 1, max = 60) String text,
      @ForAll @IntRange(min = 2, max = 12) int length) {
    List<Prompt> pieces = pieces(text, window(CHARACTERS, "", length, length));
    StringBuilder scored = new StringBuilder();
    pieces.forEach(piece -> scored.append(piece.text().substring(piece.conditioningTokens())));
    assertThat(scored.toString()).isEqualTo(text);
    assertThat(pieces).allMatch(piece -> piece.text().length() <= length);
    assertThat(pieces.subList(1, pieces.size()))
        .allMatch(piece -> piece.text().length() == length && piece.conditioningTokens() > 0);
  }

  private static Window window(Tokenizer tokenizer, String prefix, int sequence, int request) {
    return new Window(tokenizer, prefix, sequence, request, Integer.MAX_VALUE);
  }

  private static List<Prompt> pieces(String text, Window window) {
    return Adapter.of(SPEC, Optional.of(window)).adapt(document(text), List.of());
  }

  private static Instance document(String text) {
    return Instance.of(text, List.of(), Instance.TEST).withId("id0");
  }

  /** A token per byte. */
  private record Bytes() implements Tokenizer {
    @Override
    public int[] encode(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      int[] tokens = new int[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        tokens[i] = bytes[i];
      }
      return tokens;
    }

    @Override
    public String decode(int[] tokens) {
      ByteBuffer bytes = ByteBuffer.allocate(tokens.length);
      for (int token : tokens) {
        bytes.put((byte) token);
      }
      return new String(bytes.array(), StandardCharsets.UTF_8);
    }

    @Override
    public String identity() {
      return "bytes";
    }
  }
}
