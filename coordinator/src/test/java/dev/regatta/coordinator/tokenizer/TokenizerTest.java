package dev.regatta.coordinator.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.regatta.coordinator.SharedFiles;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {
  private static final Tokenizer CHARACTERS = Tokenizer.of(Tokenizer.ONE_PER_CHARACTER);

  /** Bytes of all characters, one merge and a special token, in the format of the hub. */
  @TempDir private static Path folder;

  private static Tokenizer bytes() {
    try {
      return Tokenizer.of(Files.writeString(folder.resolve("tokenizer.json"), toy()).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property
  void everyCodePointIsAToken(@ForAll("texts") String text) {
    int[] tokens = CHARACTERS.encode(text);
    assertThat(tokens).hasSize(text.codePointCount(0, text.length()));
    assertThat(CHARACTERS.decode(tokens)).isEqualTo(text);
  }

  @Test
  void bytesAreMerged() {
    Tokenizer tokenizer = bytes();
    assertThat(tokenizer.encode("abcab")).hasSize(3);
    assertThat(tokenizer.encode("<|end|>ab")).hasSize(2);
    assertThat(tokenizer.decode(tokenizer.encode("<|end|>ab"))).isEqualTo("<|end|>ab");
    assertThat(tokenizer.encode("")).isEmpty();
    assertThat(tokenizer.decode(new int[0])).isEmpty();
  }

  @Test
  void aCutCharacterIsBroken() {
    Tokenizer tokenizer = bytes();
    int[] tokens = tokenizer.encode("a€");
    assertThat(tokens).hasSize(1 + "€".getBytes(StandardCharsets.UTF_8).length);
    assertThat(tokenizer.decode(Arrays.copyOf(tokens, 3))).isEqualTo("a\uFFFD");
  }

  @Test
  void theIdentityIsThatOfTheFile() {
    assertThat(bytes().identity()).isEqualTo(bytes().identity()).matches("[0-9a-f]{64}");
    assertThat(CHARACTERS.identity()).isEqualTo("simple/tokenizer1");
  }

  /** It is no part of the heap. */
  @Test
  void whatTheLibraryHoldsOfATokenizerGoesWithIt() {
    HuggingFaceTokenizer library = ((HuggingFaceFile) bytes()).tokenizer;
    assertThat(library.isReleased()).isFalse();
    await()
        .until(
            () -> {
              System.gc();
              return library.isReleased();
            });
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path other = Files.writeString(folder.resolve("other.json"), "{}");
    assertThatThrownBy(() -> Tokenizer.of(other.toString()))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("other.json (expected: a Hugging Face tokenizer.json)");
  }

  @Test
  void ggufVocabulariesAreRead() {
    Path gguf = Path.of("..", "worker/src/test/resources/llamacpp/tiny.gguf");
    Tokenizer tokenizer = Tokenizer.of(gguf.toString());
    assertThat(tokenizer.encode("<|bos|> Paris, honey!")).hasSize(5).startsWith(0);
    assertThat(tokenizer.decode(tokenizer.encode("ünïcödé 中"))).isEqualTo("ünïcödé 中");
  }

  @Test
  void brokenGgufFilesAreRefused() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.gguf"), "GGUF\u0003\0\0\0");
    assertThatThrownBy(() -> Tokenizer.of(broken.toString()))
        .hasMessageContaining("byte-level BPE vocabulary")
        .hasMessageContaining("the file ends within its metadata");
  }

  /** Against the tokenizer of the runs, whose vocabulary holds every byte. */
  @Property(tries = 300)
  void whatIsEncodedComesBack(@ForAll("texts") String text) {
    Tokenizer tokenizer = real();
    int[] tokens = tokenizer.encode(text);
    assertThat(tokenizer.decode(tokens)).isEqualTo(text);
    int whole = text.getBytes(StandardCharsets.UTF_8).length;
    assertThat(tokens.length).isLessThanOrEqualTo(whole);
  }

  private static Tokenizer real;

  private static synchronized Tokenizer real() {
    if (real == null) {
      real = Tokenizer.of(SharedFiles.find("gold/e2e_helm/tokenizer/tokenizer.json").toString());
    }
    return real;
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withCharRange(' ', '~')
        .withChars("\n\t é€ßİ中文😀̈\u0085\u3000\uFFFD")
        .ofMaxLength(40)
        .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
  }

  private static String toy() {
    StringBuilder vocabulary = new StringBuilder();
    IntStream.range(0, 256)
        .forEach(
            i -> vocabulary.append(String.format("\"\\u%04x\":%d,", (int) byteCharacter(i), i)));
    return "{\"version\":\"1.0\",\"truncation\":null,\"padding\":null,\"added_tokens\":[{\"id\":257,"
        + "\"content\":\"<|end|>\",\"single_word\":false,\"lstrip\":false,\"rstrip\":false,"
        + "\"normalized\":false,\"special\":true}],\"normalizer\":null,\"pre_tokenizer\":{\"type\":"
        + "\"ByteLevel\",\"add_prefix_space\":false,\"trim_offsets\":true,\"use_regex\":true},"
        + "\"post_processor\":null,\"decoder\":{\"type\":\"ByteLevel\",\"add_prefix_space\":true,"
        + "\"trim_offsets\":true,\"use_regex\":true},\"model\":{\"type\":\"BPE\",\"dropout\":null,"
        + "\"unk_token\":null,\"continuing_subword_prefix\":null,\"end_of_word_suffix\":null,"
        + "\"fuse_unk\":false,\"byte_fallback\":false,\"vocab\":{"
        + vocabulary
        + "\"ab\":256,\"<|end|>\":257},\"merges\":[[\"a\",\"b\"]]}}";
  }

  /** GPT-2's alphabet of bytes: printable Latin-1 for itself, the others from U+0100 on. */
  private static char byteCharacter(int value) {
    return printable(value)
        ? (char) value
        : (char) (0x100 + IntStream.range(0, value).filter(i -> !printable(i)).count());
  }

  private static boolean printable(int value) {
    return value >= '!' && value <= '~' || value >= 0xA1 && value != 0xAD;
  }
}
