"""See bench/run and docs/bench.md."""

import argparse
import json
import os
import sys
from statistics import median

from bench.databases import beside, only, prepare
from bench.dataset.size import Size
from bench.measuring import line, measure

GROWTH_LIMIT = 1.5


def main():
    args = arguments()
    size = Size(args.schools, args.districts, args.years)
    url = os.environ["DATABASE_URL"]
    databases = {"many": (url, size)}
    if args.growth:
        databases["one"] = (beside(url, "_one_district"), size.of_one_district)
    pages = {key: only(args.page, prepare(*database)) for key, database in databases.items()}
    if not args.load_only:
        times = measure({key: url for key, (url, _) in databases.items()}, pages, args.rounds)
        sys.exit(report(times, pages["many"], is_full=size == Size()))


def arguments():
    whole = Size()
    parser = argparse.ArgumentParser(prog="bench/run", description="Measures the main pages on a national data set.")
    parser.add_argument("--schools", type=int, default=whole.schools)
    parser.add_argument("--districts", type=int, default=whole.districts)
    parser.add_argument("--years", type=int, default=whole.years)
    parser.add_argument("--rounds", type=int, default=200, help="how often each page is asked for")
    parser.add_argument("--page", action="append", help="only this page beside the floor; may be given several times")
    parser.add_argument("--growth", action="store_true", help="also with the first district alone, and compare")
    parser.add_argument("--load-only", action="store_true", help="make the data set and stop")
    return parser.parse_args()


# ---------------------------------------------------------------- report


def report(times, pages, *, is_full):
    """Print a JSON line a page; 1 when a bound page is over the limit on the full data set, or a page grows."""
    lines = {name: compared(times, name, page) for name, page in pages.items()}
    for row in lines.values():
        print(json.dumps(row, ensure_ascii=False))
    bound = {name: row for name, row in lines.items() if pages[name]["is_bound"]}
    slow = [name for name, row in bound.items() if row["ratio"] > pages[name]["limit"]]
    grown = [
        name for name, row in bound.items() if row.get("growth", 0) > GROWTH_LIMIT and not pages[name]["is_national"]
    ]
    if slow:
        say(f"Over the limit: {', '.join(slow)}.")
    if grown:
        say(f"Grows with the number of districts: {', '.join(grown)}.")
    if not is_full:
        say("Not the full data set: the limits are not enforced.")
    return int(is_full and bool(slow or grown))


def compared(times, name, page):
    row = line(times, "many", name, page)
    if ("one", name) in times:
        row["growth"] = round(median(times["many", name]) / median(times["one", name]), 2)
    return row


def say(words):
    print(words, file=sys.stderr)


main()
