"""The documents that a benchmark runs on: by name in a folder of corpora that may not be redistributed, or as files."""
import pathlib
import sys


def files(name, folder):
    """(train, test, vocabulary) of FOLDER/NAME/NAME.train.ldac, .test.ldac and .vocab, plain or compressed"""
    def found(part):
        plain = pathlib.Path(folder) / name / f"{name}.{part}"
        compressed = plain.with_name(plain.name + ".gz")
        if not plain.exists() and not compressed.exists():
            sys.exit(f"found no {plain} and no {compressed}; expected the corpus {name} in --corpora {folder}")
        return plain if plain.exists() else compressed
    return found("train.ldac"), found("test.ldac"), found("vocab")
