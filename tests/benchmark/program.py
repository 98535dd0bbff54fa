"""The program as a benchmark runs it."""
import dataclasses
import importlib.metadata
import json
import os
import subprocess
import time

import numpy as np

PATH = "build/vilda"


def machine():
    """What the figures are of."""
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    packages = ["scikit-learn", "gensim", "numpy"]
    versions = ", ".join(f"{package} {importlib.metadata.version(package)}" for package in packages)
    return f"{os.cpu_count()} cores ({names[0] if names else 'unknown'}), {versions}, {run('--version').decode().strip()}"


def run(*arguments):
    """Runs `vilda ARGUMENT...` and returns what it prints. Not bound by what keeps the peers to one thread."""
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    return subprocess.run([PATH, *map(str, arguments), "--quiet"], check=True, stdout=subprocess.PIPE, env=environment).stdout


def command(*arguments):
    """Runs `vilda ARGUMENT...` and returns its --json."""
    return json.loads(run(*arguments, "--json"))


@dataclasses.dataclass
class Run:
    """One `vilda train`."""
    lambda_: np.ndarray      # K x V
    alpha: np.ndarray        # K
    eta: float
    trace: list              # of trace.jsonl
    facts: dict              # run.json
    command_seconds: float   # of the whole command: reading, the final bound and writing too

    @property
    def training_seconds(self):
        return self.facts["training_seconds"]

    def seconds_of_passes(self, first=1):
        return [line["seconds"] for line in self.trace if line["pass"] >= first]


def train(corpus, model, *arguments, **options):
    """train(..., "--resume", document_tolerance=0.1) is `vilda train ... --resume --document-tolerance 0.1`."""
    more = [text for name, value in options.items() for text in ("--" + name.replace("_", "-"), value)]
    start = time.perf_counter()
    run("train", corpus, "--model", model, *arguments, *more, *([] if "--resume" in arguments else ["--force"]))
    seconds = time.perf_counter() - start

    def content(name):
        return (model / name).read_text(encoding="utf-8")
    priors = json.loads(content("model.json"))
    return Run(np.load(model / "lambda.npy"), np.array(priors["alpha"]), priors["eta"],
               [json.loads(line) for line in content("trace.jsonl").splitlines()], json.loads(content("run.json")), seconds)
