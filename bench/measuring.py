"""Asking a running portal for its pages, and what their times come to beside the floor's."""

from contextlib import ExitStack
from random import Random
from statistics import median

from bench.server import fetch, server

LIMIT = 3.0
WARM_UP = 10


def measure(urls, pages, rounds):
    """{(database, page): [ms]}. In each round every page comes once, in another order, and the floor before each of
    them, so that whatever slows the machine for a while slows both."""
    order = [(key, name) for key in urls for name in pages[key] if name != "floor"]
    times = {(key, name): [] for key in urls for name in pages[key]}
    with ExitStack() as servers:
        addresses = {key: servers.enter_context(server(url)) for key, url in urls.items()}

        def ask(key, name):
            return fetch(addresses[key], pages[key][name]["path"], pages[key][name]["cookie"])

        for key, name in times:
            for _ in range(WARM_UP):
                ask(key, name)
        for number in range(rounds):
            Random(number).shuffle(order)
            for key, name in order:
                times[key, "floor"].append(ask(key, "floor"))
                times[key, name].append(ask(key, name))
    return times


def line(times, key, name, page):
    """What is printed of a page."""
    values = times[key, name]
    return {
        "page": name,
        "median_ms": round(median(values), 2),
        "p95_ms": round(p95(values), 2),
        "queries": page["queries"],
        "ratio": round(median(values) / median(times[key, "floor"]), 2),
    }


def p95(values):
    return sorted(values)[int(len(values) * 0.95)]
