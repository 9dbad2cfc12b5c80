/**
 * Chinese texts as the Python packages jieba and pypinyin see them, by the data files that those
 * packages are published with: words, and how words are pronounced.
 */
package dev.regatta.coordinator.chinese;
