"""How well the portal reads Word files (docs/word_import.md): a JSON line a field of each set of made-up files."""

import json
import os
import sys
from statistics import median
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from projects.word import read_file  # noqa: E402
from tests.projects.word_corpus import SETS  # noqa: E402
from tests.projects.word_corpus.measure import Score, measure  # noqa: E402


def main():
    for name, cases in SETS.items():
        scores = measure(cases)
        for field, score in scores.items():
            print(json.dumps(line(name, field, score)))
        print(json.dumps(line(name, "all fields", sum(scores.values(), Score()))))
        milliseconds = [reading_time(case()[0]) for case in cases]
        print(f"{name}: {len(cases)} files, {median(milliseconds):.0f} ms a file.", file=sys.stderr)


def line(name, field, score):
    """`sure`: the share of the values read that no doubt was raised about, and how many of those are right."""
    return {
        "set": name,
        "field": field,
        "values": score.true,
        "precision": round(score.precision, 3),
        "recall": round(score.recall, 3),
        "sure": round(score.sure / score.read, 3) if score.read else None,
        "sure_precision": round(score.sure_precision, 3),
    }


def reading_time(content):
    start = perf_counter()
    read_file(content)
    return (perf_counter() - start) * 1000


main()
