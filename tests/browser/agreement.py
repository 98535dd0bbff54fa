#!/usr/bin/python3
"""Probability, relevance, FREX and lift from lambda.npy by NumPy, against `vilda topics` and against the page.

    tests/browser/agreement.py PROGRAM MODEL PAGE.html      silent where all agree to 1e-6
"""
import base64
import json
import re
import subprocess
import sys

import numpy as np

program, model, page = sys.argv[1:]
lam = np.load(f"{model}/lambda.npy").astype(float)
words = open(f"{model}/vocabulary.txt", encoding="utf-8").read().split("\n")[:-1]

topic_weights = lam.sum(axis=1) / lam.sum()
probability = lam / lam.sum(axis=1, keepdims=True)
word_weights = topic_weights @ probability
lift = probability / word_weights


def ranks(rows):  # the share of a row's values that are at most as large
    return np.array([np.searchsorted(np.sort(row), row, side="right") / len(row) for row in rows])


frex = 2 / (1 / ranks(probability / probability.sum(axis=0)) + 1 / ranks(probability))
scores = {"probability": probability, "relevance": 0.3 * np.log(probability) + 0.7 * np.log(lift), "frex": frex, "lift": lift}


def near(found, expected, what):
    assert abs(found - expected) <= 1e-6 * max(1, abs(expected)), f"{what}: {found}; NumPy has {expected}"


for ranking, score in scores.items():
    command = [program, "topics", model, "--rank", ranking, "--relevance-lambda", "0.3", "--words", "30", "--json"]
    for k, topic in enumerate(json.loads(subprocess.check_output(command))["topics"]):
        near(topic["weight"], topic_weights[k], f"weight of topic {k}")
        best = np.sort(score[k])[::-1]
        for i, word in enumerate(topic["words"]):
            w = words.index(word["word"])
            near(word["probability"], probability[k, w], f"probability of {word['word']} in topic {k}")
            near(word.get("score", word["probability"]), score[k, w], f"{ranking} of {word['word']} in topic {k}")
            near(score[k, w], best[i], f"{ranking}, place {i} of topic {k}")

for k in range(len(lam)):
    command = [program, "topics", model, "--topic", str(k), "--relevance-lambda", "0.3", "--json"]
    for ranking, ranked in json.loads(subprocess.check_output(command))["rankings"].items():
        for word in ranked:
            near(word["score"], scores[ranking][k, words.index(word["word"])], f"{ranking} of {word['word']}, topic {k} in depth")
for w in range(0, len(words), len(words) // 5):
    command = [program, "topics", model, "--word", words[w], "--json"]
    for topic in json.loads(subprocess.check_output(command))["topics"]:
        near(topic["share"], lam[topic["id"], w] / lam[:, w].sum(), f"share of {words[w]} in topic {topic['id']}")
        near(topic["lift"], lift[topic["id"], w], f"lift of {words[w]} in topic {topic['id']}")

data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', open(page, encoding="utf-8").read(), re.S).group(1))
array = lambda text, kind: np.frombuffer(base64.b64decode(text), dtype=kind)
known = [words.index(word) for word in data["words"]["text"].split("\n")]
start, place = array(data["entries"]["start"], "<u4"), array(data["entries"]["word"], "<u4")
found = {name: array(data["entries"][name], "<f8") for name in ("probability", "weight", "frex")}
for k in range(len(lam)):
    near(array(data["topics"]["weight"], "<f8")[k], topic_weights[k], f"the page's weight of topic {k}")
    for i in range(start[k], start[k + 1]):
        w = known[place[i]]
        near(found["probability"][i], probability[k, w], f"the page's probability of {words[w]} in topic {k}")
        near(found["probability"][i] / found["weight"][i], lift[k, w], f"the page's lift of {words[w]} in topic {k}")
        relevance = 0.3 * np.log(found["probability"][i]) + 0.7 * np.log(found["probability"][i] / found["weight"][i])
        near(relevance, scores["relevance"][k, w], f"the page's relevance of {words[w]} in topic {k}")
        near(found["frex"][i], frex[k, w], f"the page's FREX of {words[w]} in topic {k}")
