package dev.regatta.coordinator.chinese;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.coordinator.chinese.ChineseWords.Word;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What jieba's definition gives for a dictionary of a few words. */
class ChineseWordsTest {
  @TempDir private Path folder;
  private ChineseWords words;

  @BeforeEach
  void write() throws IOException {
    ChinesePackages.writeJieba(folder);
    words = ChineseWords.read(folder.resolve("jieba"));
  }

  @Test
  void theLikeliestPathWins() {
    assertThat(words.cut("他在北京大学")).containsExactly("他", "在", "北京大学");
    // 北京, 大学生 is likelier than 北京大学 and a 生 that is counted once.
    double total = 100 + 50 + 40 + 60 + 10 + 5 + 200 + 300 + 20 + 30 + 7 + 3;
    assertThat(100 / total * 10 / total).isGreaterThan(40 / total / total);
    assertThat(words.cut("北京大学生")).containsExactly("北京", "大学生");
  }

  @Test
  void theModelJoinsWhatTheDictionaryDoesNotKnow() {
    assertThat(words.cut("王五去北京")).containsExactly("王五", "去", "北京");
    assertThat(words.cut("王北京")).containsExactly("王", "北京");
    assertThat(words.cut("王五3.5%去ab_")).containsExactly("王五", "3.5%", "去", "ab", "_");
    assertThat(words.cut("C++和c++")).containsExactly("C++", "和", "c", "++");
  }

  @Test
  void everythingElseIsACharacterAlone() {
    assertThat(words.cut("他，“在”\r\n \t𠀀é"))
        .containsExactly("他", "，", "“", "在", "”", "\r\n", " ", "\t", "𠀀", "é");
    assertThat(words.cut("")).isEmpty();
  }

  @Test
  void classesComeFromTheDictionaryAndTheModel() {
    assertThat(words.tagged("王五去北京，王伟"))
        .containsExactly(
            new Word("王五", "nr"),
            new Word("去", "v"),
            new Word("北京", "ns"),
            new Word("，", "x"),
            new Word("王伟", "nr"));
    // Its blocks end at a per cent sign, unlike those of plain cutting.
    assertThat(words.tagged("5%")).extracting(Word::text).containsExactly("5", "%");
    assertThat(words.cut("a5%")).containsExactly("a5%");
  }

  @Test
  void aBadLineOfTheDictionaryIsNamed() throws IOException {
    Files.writeString(folder.resolve("jieba/dict.txt"), "北京 100 ns\n大学 viele n\n");
    assertThatThrownBy(() -> ChineseWords.read(folder.resolve("jieba")))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("dict.txt, line 2: 大学 viele n");
    Files.delete(folder.resolve("jieba/finalseg/prob_emit.py"));
    Files.writeString(folder.resolve("jieba/dict.txt"), "北京 100 ns\n");
    assertThatThrownBy(() -> ChineseWords.read(folder.resolve("jieba")))
        .hasMessageContaining("prob_emit.py");
  }

  @Test
  void phrasesAreSpokenAsPhrases() throws IOException {
    ChinesePackages.writePypinyin(folder);
    Pinyin pinyin = Pinyin.read(folder.resolve("pypinyin"));
    assertThat(pinyin.of("银行")).isEqualTo("yínháng");
    assertThat(pinyin.of("行银")).isEqualTo("xíngyín");
    assertThat(pinyin.of("银行不行x，1")).isEqualTo("yínhángbùxíngx，1");
    // A beginning of a phrase that is none: its first character is given up, or all at the end.
    assertThat(pinyin.of("银行不爱")).isEqualTo("yínxíngbùài");
    assertThat(pinyin.of("爱银行不")).isEqualTo("àiyínxíngbù");
  }
}
