"""What a run comes to: how often, how long, beside the floor of the same run."""

from statistics import median

FLOOR = "floor"


def at(values, share):
    """The value below which this share of them lies."""
    rows = sorted(values)
    return rows[min(int(len(rows) * share), len(rows) - 1)]


def line(values, floor):
    """`floor`: its median in milliseconds."""
    return {
        "n": len(values),
        "p50_ms": round(median(values), 1),
        "p95_ms": round(at(values, 0.95), 1),
        "p99_ms": round(at(values, 0.99), 1),
        "most_ms": round(max(values), 1),
        "ratio": round(median(values) / floor, 1),
    }


def of_kinds(times):
    """{kind: line}, the dearest in all first, after "all" requests and the floor."""
    floor = median(times[FLOOR])
    asked = {kind: values for kind, values in times.items() if kind != FLOOR}
    every = [value for values in asked.values() for value in values]
    order = sorted(asked, key=lambda kind: -sum(asked[kind]))
    return {"all": line(every, floor), FLOOR: line(times[FLOOR], floor)} | {
        kind: line(asked[kind], floor) for kind in order
    }
