#!/usr/bin/env python3
"""Usage: count_words.py FILE.tsv: the counts that vilda's default options should give a text in Latin, Greek or Cyrillic letters.

Written apart from the program, with the standard library only: the word boundaries of UAX #29 as one regular expression, as ICU's root
locale has them ("@" is a letter, ":" is not inside a word). It cannot cut Chinese, Japanese or Thai, which takes a dictionary.
Prints the number of documents and of those left empty, then of each word of the vocabulary, in its order, the number of documents it is
in and of its tokens."""

import collections
import pathlib
import re
import sys
import unicodedata

LETTER = r"[^\W\d_]|[@\u24B6-\u24E9]"  # letters in circles, too
NO_WORD = "\u00B2\u00B3\u00B9\u00BC-\u00BE\u2070-\u2089\u2150-\u2189\u2460-\u249B\u24EA-\u24FF"  # digits and fractions that Python's \w takes
TOKEN = re.compile(
    rf"(?:(?![{NO_WORD}])\w|[@\u24B6-\u24E9]"
    rf"|(?<=[^\W\d_]|[@\u24B6-\u24E9])['.\u2018\u2019\u2024\u00B7\u0387\u055F\u05F4\u2027\uFE13\uFE52\uFF07\uFF0E](?={LETTER})"
    r"|(?<=\d)['.,;\u2018\u2019\u2024\u037E\u0589\u066C\u2044\uFE10\uFE14\uFE50\uFE52\uFE54\uFF07\uFF0C\uFF0E\uFF1B](?=\d)"
    r"|[\u0300-\u036F\u00AD\u200C\u200D])+")
SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent / "src/corpus/text/stop_words_english.cpp"


def normal_form(token):
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", token).casefold())
    folded = folded.replace("\u00AD", "").replace("\u200C", "").replace("\u200D", "").replace("\u2019", "'")
    return folded[:-2] if folded.endswith("'s") else folded


def english_stop_words():
    quoted = re.findall(r'R"\((.*?)\)"|"((?:[^"\\]|\\.)*)"', SOURCE.read_text(encoding="utf-8").split("english_stop_words", 1)[1], re.DOTALL)
    return {normal_form(word) for raw, plain in quoted for word in (raw or plain.replace("\\n", " ")).split()}


def words_of(text, stop_words):
    for token in TOKEN.findall(text):
        word = normal_form(token)
        if sum(character.isalpha() for character in word) >= 3 and word not in stop_words:
            yield word


def main(path, words_of=words_of):
    stop_words = english_stop_words()
    bags = []
    with open(path, encoding="utf-8", newline="\n") as lines:
        for line in lines:
            bags.append(collections.Counter(words_of(line.rstrip("\r\n").split("\t", 2)[2], stop_words)))
    frequency = collections.Counter(word for bag in bags for word in bag)
    total = collections.Counter()
    for bag in bags:
        total.update(bag)
    vocabulary = sorted((word for word, documents in frequency.items() if 5 <= documents <= 0.5 * len(bags)), key=str.encode)
    print(len(bags), sum(bag.keys().isdisjoint(vocabulary) for bag in bags))
    for word in vocabulary:
        print(word, frequency[word], total[word])


if __name__ == "__main__":
    main(sys.argv[1])
