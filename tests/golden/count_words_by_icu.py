#!/usr/bin/env python3
"""Usage: count_words_by_icu.py FILE.tsv: as count_words.py, for Chinese and Japanese too: the words are those that ICU's own word
iterator gives, by PyICU (Debian's python3-icu). vilda cuts most text without that iterator."""

import sys
import unicodedata

import count_words
import icu

ITERATOR = icu.BreakIterator.createWordInstance(icu.Locale.getRoot())
NO_WORD_BELOW = 100  # ICU's rule status of spaces and punctuation: UBRK_WORD_NONE_LIMIT
FOR_TWO = ("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH", "HANGUL SYLLABLE", "KATAKANA LETTER")


def tokens_of(text):
    utf16 = icu.UnicodeString(text)
    ITERATOR.setText(utf16)
    start = 0
    for end in ITERATOR:
        if ITERATOR.getRuleStatus() >= NO_WORD_BELOW:
            yield str(utf16[start:end])
        start = end


def num_letters(word):
    return sum(1 + unicodedata.name(letter, "").startswith(FOR_TWO) for letter in word if letter.isalpha())


def words_of(text, stop_words):
    for token in tokens_of(text):
        word = count_words.normal_form(token)
        if num_letters(word) >= 3 and word not in stop_words:
            yield word


if __name__ == "__main__":
    count_words.main(sys.argv[1], words_of)
