"""bench/run load [--minutes 30] [--people 300]: the day on which the reports of one district are due, inside the whole
country. See docs/bench.md. The exit code is 1 when anything was answered amiss, a report is not at the office, or is
there twice, or memory grows."""

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import django

FLOOR_EVERY = 1  # seconds


def main():
    asked = arguments()
    django.setup()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the portal ends too
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with tempfile.TemporaryDirectory(prefix="qa-load.") as folder:
        facts = run(asked, Path(folder))
    print(json.dumps(facts, ensure_ascii=False, indent=1))
    sys.exit(bool(facts["wrong"]))


def arguments():
    parser = argparse.ArgumentParser(prog="bench/run load", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--think", type=float, default=20, help="seconds from one request to the next, in the middle")
    parser.add_argument(
        "--district", type=int, default=2, help="not the first, whose pages the other measurements ask for"
    )
    parser.add_argument("--max-requests", type=int, default=0, help="after which a worker is replaced; 0: never")
    return parser.parse_args()


def run(asked, folder):
    """What is printed: the figures of the day, and all that went wrong."""
    from bench.load import figures, memory, world
    from bench.load.browser import Tally
    from bench.load.portal import portal

    accounts, tally = world.prepare(asked.district, asked.people), Tally()
    reports = [pk for account in accounts if account.role == "school_head" for pk in account.reports]
    say(f"{len(accounts)} people, {len(reports)} reports")
    load = os.getloadavg()[0]
    with portal(folder, max_requests=asked.max_requests) as running:
        alone = floor_alone(running.address)
        day, samples = play(asked, accounts, running, tally)
        submitted, wrong = world.check(asked.district, day.sent)
        amiss = tally.wrong + errors_in(running.logs)
    held, kinds = memory.growth(samples), figures.of_kinds(tally.times)
    if samples[-1][0] >= memory.TELLING:
        wrong += [f"memory grows: {name}" for name in memory.growing(held)]
    if submitted != len(reports):
        wrong.append(f"{len(reports) - submitted} reports are not at the office")
    return {
        "people": len(accounts),
        "seconds": round(day.took),
        "requests_a_second": round(kinds["all"]["n"] / day.took, 1),
        "errors": len(amiss),
        "reports": len(reports),
        "submitted": submitted,
        "pdf_mb": round(len(day.pdf) / memory.MB, 1),
        "load": [round(value, 1) for value in (load, *os.getloadavg())],
        "floor_alone_ms": alone,
        "kinds": kinds,
        "memory": held,
        "wrong": wrong + amiss,
    }


def play(asked, accounts, running, tally):
    """(the day when it is over, what the processes held meanwhile)."""
    from bench.load import memory, papers
    from bench.load.people import Day

    schools = {account.school for account in accounts}
    day = Day(asked.minutes * 60, asked.think, pdf=papers.report(), minutes=papers.minutes(), schools=schools)
    is_over = Event()
    with ThreadPoolExecutor(len(accounts) + 2) as pool:
        samples = pool.submit(memory.watch, running, is_over)
        floor = pool.submit(ask_floor, running.address, tally, is_over)
        try:
            live(pool, accounts, day, running.address, tally)
        except BaseException:
            day.stop()
            raise
        finally:
            is_over.set()
        floor.result()
    return day, samples.result()


def live(pool, accounts, day, address, tally):
    from bench.load.people import Person

    teachers = {account.school for account in accounts if account.role == "school_teacher"}
    people = [Person(account, day, address, tally, teachers) for account in accounts]
    lives = [pool.submit(person.live) for person in people]
    while not all(done.done() for done in lives):
        time.sleep(1)
        if int(day.now) % 60 == 0:
            asked = sum(map(len, tally.times.values()))
            say(f"{day.now:5.0f} s  {asked} requests, {len(day.sent)} PDFs, {len(tally.wrong)} wrong")
    for done in lives:
        done.result()
    day.took = day.now


def floor_alone(address):
    """The floor's median before anybody comes, in milliseconds."""
    from statistics import median

    from bench.load.browser import Browser, Tally

    tally = Tally()
    for _time in range(60):
        Browser(address, "10.2.0.1", tally).get("/bench/floor/", "floor")
    return round(median(tally.times["floor"][10:]), 2)


def ask_floor(address, tally, is_over):
    from bench.load.browser import Browser

    while not is_over.wait(FLOOR_EVERY):
        Browser(address, "10.2.0.1", tally).get("/bench/floor/", "floor")


def errors_in(logs):
    """What the portal itself tells of as an error."""
    lines = [(log.name, text) for log in logs for text in log.read_text(errors="replace").splitlines()]
    marks = ('"level": "error"', '"level": "critical"', "Traceback")
    return [f"{name}: {text[:400]}" for name, text in lines if any(mark in text for mark in marks)]


def say(words):
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
