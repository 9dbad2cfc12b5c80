package dev.regatta.coordinator.chinese;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Packages laid out as jieba and pypinyin are, with the few words that tests need. */
public final class ChinesePackages {
  private ChinesePackages() {}

  /**
   * Writes {@code jieba}: of the words over 北京大学 the whole is likelier than its halves; 王五 and 去
   * are in no dictionary, but the model takes the former for a person's name.
   */
  public static void writeJieba(Path parent) throws IOException {
    Path jieba = parent.resolve("jieba");
    write(
        jieba.resolve("dict.txt"),
        "北京 100 ns\n大学 50 n\n北京大学 40 nt\n学生 60 n\n大学生 10 n\n王伟 5 nr\n他 200 r\n在 300 p\n"
            + "高兴 20 a\n开心 30 a\n小明 7 n\nC++ 3 nz\n");
    write(
        jieba.resolve("finalseg/prob_start.py"),
        "P={'B': -1.0,\n 'E': -3.14e+100,\n 'M': -3.14e+100,\n 'S': -2.0}\n");
    write(
        jieba.resolve("finalseg/prob_trans.py"),
        "P={'B': {'E': -0.5, 'M': -1.0},\n 'E': {'B': -0.5, 'S': -0.5},\n"
            + " 'M': {'E': -0.5, 'M': -1.0},\n 'S': {'B': -0.5, 'S': -0.5}}\n");
    write(
        jieba.resolve("finalseg/prob_emit.py"),
        "from __future__ import unicode_literals\n\nP={'B': {'\\u738b': -1.0},\n"
            + " 'E': {'\\u4e94': -1.0},\n 'M': {},\n 'S': {'\\u53bb': -1.0}}\n");
    write(
        jieba.resolve("posseg/prob_start.py"),
        "P={('B', 'nr'): -1.0,\n ('E', 'nr'): -3.14e+100,\n ('S', 'v'): -2.0}\n");
    write(
        jieba.resolve("posseg/prob_trans.py"),
        "P={('B', 'nr'): {('E', 'nr'): -0.5},\n"
            + " ('E', 'nr'): {('S', 'v'): -0.5},\n ('S', 'v'): {('B', 'nr'): -0.5}}\n");
    write(
        jieba.resolve("posseg/prob_emit.py"),
        "P={('B', 'nr'): {'\\u738b': -1.0},\n ('E', 'nr'): {'\\u4e94': -1.0},\n"
            + " ('S', 'v'): {'\\u53bb': -1.0}}\n");
    write(
        jieba.resolve("posseg/char_state_tab.py"),
        "from __future__ import unicode_literals\n\nP={'\\u738b': (('B',\n   'nr'),),\n"
            + " '\\u4e94': (('E', 'nr'), ('S', 'v')),\n '\\u53bb': (('S', 'v'),)}\n");
  }

  /** Writes {@code pypinyin}: 行 is xíng, but háng in 银行. */
  public static void writePypinyin(Path parent) throws IOException {
    Path pypinyin = parent.resolve("pypinyin");
    write(
        pypinyin.resolve("pinyin_dict.py"),
        "# -*- coding: utf-8 -*-\n\npinyin_dict = {\n    0x884C: 'xíng,háng',\n    0x94F6: 'yín',\n"
            + "    0x4E0D: 'bù,fǒu',\n    0x7231: 'ài',\n    0x5728: 'zài',\n    0x5317: 'běi',\n    0x4EAC: 'jīng',\n    0x518D: 'zài',\n}\n");
    write(
        pypinyin.resolve("phrases_dict.py"),
        "phrases_dict = {\n    '银行': [['yín'], ['háng']],\n"
            + "    '银行不行': [['yín'], ['háng'], ['bù'], ['xíng']],\n}\n");
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
