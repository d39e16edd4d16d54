"""bench/run growth [--rounds N] [--page NAME]...: what the main pages cost as districts, years and files grow, all data
sets side by side in one run. DATABASE_URL names the whole country; the others lie beside it on the same server and are
made where they are not there yet."""

import argparse
import json
import os
import subprocess
import sys
from statistics import quantiles

from bench.databases import beside, only, prepare
from bench.dataset.size import Size
from bench.measuring import measure

FILES = 10


def main():
    asked = arguments()
    country, whole = os.environ["DATABASE_URL"], Size()
    sets = {
        "one district": (beside(country, "_one_district"), whole.of_one_district),
        "many files": (beside(country, "_many_files"), whole.of_one_district),
        "country": (country, whole),
        "ten years": (beside(country, "10"), Size(years=10)),
    }
    pages = {key: only(asked.page, prepare(*found)) for key, found in sets.items()}
    multiply_files(sets["many files"][0])
    times = measure({key: url for key, (url, _) in sets.items()}, pages, asked.rounds)
    for name in pages["country"]:
        print(json.dumps(compared(times, name), ensure_ascii=False))


def arguments():
    parser = argparse.ArgumentParser(prog="bench/run growth", description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--page", action="append")
    return parser.parse_args()


def multiply_files(url):
    command = [sys.executable, "-m", "bench.files", str(FILES)]
    subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=True)


def compared(times, name):
    """Lower quartiles in milliseconds, as the machine's other work hardly counts in them, and how many times longer the
    larger set takes than the smaller."""
    ms = {key: quantiles(values, n=4)[0] for (key, page), values in times.items() if page == name}
    return {
        "page": name,
        **{key: round(value, 1) for key, value in ms.items()},
        "districts": round(ms["country"] / ms["one district"], 2),
        "years": round(ms["ten years"] / ms["country"], 2),
        "files": round(ms["many files"] / ms["one district"], 2),
    }


if __name__ == "__main__":
    main()
