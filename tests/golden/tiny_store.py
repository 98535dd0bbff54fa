#!/usr/bin/env python3
"""Writes tiny.vc, the corpus store of three documents, from the description in data/README.md alone.

    tests/golden/tiny_store.py > tests/golden/tiny.vc
"""
import hashlib
import itertools
import struct
import sys
import zlib

words = ["court", "naïve", "世界"]
documents = [("a", "old", {0: 2, 2: 1}), ("b", "new", {}), ("c", "old", {1: 2147483647})]
reading = b'{"min-length":3,"stop-words":"english"}'


def u64(*numbers):
    return struct.pack(f"<{len(numbers)}Q", *numbers)


def u32(*numbers):
    return struct.pack(f"<{len(numbers)}I", *numbers)


def strings(texts):
    return [u64(*itertools.accumulate(len(text.encode()) for text in texts)), "".join(texts).encode()]


def hashed(text):
    return u64(len(text.encode())) + text.encode()


names, labels, bags = zip(*documents)
pairs = [sorted(bag.items()) for bag in bags]
flat = [pair for document in pairs for pair in document]
sections = [u64(0, *itertools.accumulate(map(len, pairs))), u32(*(w for w, _ in flat)), u32(*(n for _, n in flat)),
            *strings(words), *strings(names), *strings(labels), reading]

content = b"vilda corpus 1\n" + u64(len(words), len(documents), len(flat)) + b"".join(map(hashed, words))
content += b"".join(u64(len(document)) + b"".join(u32(w, n) for w, n in document) for document in pairs)
content += b"".join(map(hashed, names)) + u64(len(labels)) + b"".join(map(hashed, labels))

header = b"\x89VILDA\r\n" + u32(1, zlib.crc32(reading))
header += u64(len(documents), len(words), len(flat), sum(n for _, n in flat), len(labels),
              len(sections[4]), len(sections[6]), len(sections[8]), len(reading))
header += hashlib.sha256(content).digest() + u32(0)
header += u32(zlib.crc32(header))

store = header
for section in sections:
    store += bytes(-len(store) % 64) + section
sys.stdout.buffer.write(store)
