"""What the portal's processes hold, looked at every ten seconds, and whether it grows."""

import time
from pathlib import Path
from statistics import mean

EVERY = 10  # seconds
GROWS = 1.05  # the last third of a run over its second third
TELLING = 600  # seconds: a shorter run says nothing about growth
MB = 1024 * 1024


def children(pid):
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def below(pid):
    return [pid, *(found for child in children(pid) for found in below(child))]


def processes(portal):
    """{name: process id}. What a worker begins for a moment, to judge a PDF, is not among them."""
    web = {f"web worker {pid}": pid for pid in children(portal.web)}
    queue = {f"queue {pid}": pid for pid in below(portal.queue)}
    return {"web master": portal.web} | web | queue


def held(pid):
    """{"rss", "pss"} in bytes; {} of a process that is gone. PSS shares out what several processes have in common."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return {}
    facts = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines if line.endswith("kB")}
    return {"rss": facts["Rss"], "pss": facts["Pss"]} if facts.get("Rss") else {}


def look(portal):
    found = {name: held(pid) for name, pid in processes(portal).items()}
    return {name: facts for name, facts in found.items() if facts}


def watch(portal, is_over):
    """[(seconds since the first, {name: {"rss", "pss"}})] until it is over."""
    began, samples = time.monotonic(), []
    while True:
        samples.append((time.monotonic() - began, look(portal)))
        if is_over.wait(EVERY):
            return samples


def growth(samples):
    """{name: facts} of each process that was there in the last two thirds of the run, and of all together. The first
    third is the warming up."""
    end = samples[-1][0]
    second = [looked for at, looked in samples if end / 3 <= at < 2 * end / 3]
    last = [looked for at, looked in samples if at >= 2 * end / 3]
    names = set.intersection(*(set(looked) for looked in (*second, *last))) if second else set()
    rows = {name: _line([look[name] for look in second], [look[name] for look in last]) for name in sorted(names)}
    if rows:
        rows["all together"] = _line(*([_sum(look.values()) for look in third] for third in (second, last)))
    return rows


def _sum(rows):
    rows = list(rows)
    return {kind: sum(row[kind] for row in rows) for kind in ("rss", "pss")}


def _line(second, last):
    facts = {}
    for kind in ("rss", "pss"):
        before, after = mean(row[kind] for row in second), mean(row[kind] for row in last)
        facts |= {f"{kind}_mb": round(after / MB, 1), f"{kind}_growth": round(after / before, 3)}
    return facts | {"most_rss_mb": round(max(row["rss"] for row in (*second, *last)) / MB, 1)}


def growing(rows):
    """The names of what holds more than `GROWS` times as much in the last third as in the second, by its RSS; of all
    together by PSS, which counts shared pages once."""
    return [name for name, row in rows.items() if row["pss_growth" if name == "all together" else "rss_growth"] > GROWS]
