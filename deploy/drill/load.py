#!/usr/bin/env python3
"""Asks a running portal over HTTPS from several threads and says what came back, until it is told to stop by a file.
deploy/drill/load.py ADDRESS STOP_FILE [THREADS [PAUSE]]: PAUSE is how many seconds a thread waits before it asks again.
It ends with 1 when a single request failed or was answered with 5xx."""

import http.client
import ssl
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

PAGES = ("/accounts/login/", "/readyz", "/public/", "/healthz")


def ask(address, path, context):
    """The status, or the name of what went wrong on the line; each request on a connection of its own."""
    line = http.client.HTTPSConnection(address.hostname, address.port or 443, timeout=90, context=context)
    try:
        line.request("GET", path)
        answer = line.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
    finally:
        line.close()


def work(address, stop, counts, slowest, pause):
    context = ssl._create_unverified_context()  # the certificate of a drill is made by the machine itself
    number = 0
    while not stop.exists():
        begun = time.monotonic()
        counts[ask(address, PAGES[number % len(PAGES)], context)] += 1
        slowest[0] = max(slowest[0], time.monotonic() - begun)
        number += 1
        time.sleep(pause)


def main(address, stop, threads=4, pause=0):
    counts, slowest = Counter(), [0.0]
    running = [
        threading.Thread(target=work, args=(urlsplit(address), Path(stop), counts, slowest, float(pause)))
        for _ in range(int(threads))
    ]
    begun = time.monotonic()
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    seconds = time.monotonic() - begun
    told = ", ".join(f"{what}: {count}" for what, count in sorted(counts.items(), key=str))
    print(f"{sum(counts.values())} requests in {seconds:.0f} s, slowest {slowest[0]:.2f} s; {told}")
    return any(isinstance(what, str) or what >= 500 for what in counts)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
