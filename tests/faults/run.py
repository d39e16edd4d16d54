"""Kills processes of a busy portal at random moments, and looks afterwards whether anything was lost or doubled.

    python -m tests.faults.run [KILLS] [SEED]

Behind each kill, while people work on, `verify` proves what is there, and every accepted answer is looked for. The seed
is printed: the same seed kills the same kinds of processes in the same order. script/soak has the long run."""

import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from tests.faults.cluster import Cluster

WARM_UP = 60  # seconds at most, in which everybody is answered once
PATIENCE = 8  # seconds at most between two kills


def prepare(cluster, folder):
    """Point this process, and all that it starts, at the cluster and the folder."""
    os.environ |= cluster.environment | {
        "DATABASE_URL": "postgres:///postgres",  # until ours is made
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "MEDIA_ROOT": str(folder / "files"),
        "RUN_DIR": str(folder / "run"),
    }
    import django

    django.setup()
    from django.db import connection

    from tests.migrated import migrated_database

    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE portal TEMPLATE "{migrated_database()}"')
    connection.close()
    connection.settings_dict["NAME"] = "portal"
    os.environ["DATABASE_URL"] = "postgres:///portal"


def cast(world, port, chance, stop):
    from supervision.reports.field_pack import new_record_uid
    from tests.faults.actors import Clerk, Director, Planner, Supervisor, Uploader

    lead = world.visit.lead
    users = {Uploader: world.planner, Clerk: world.clerk, Director: world.director, Planner: world.planner}
    actors = [kind(port, user, random.Random(chance.random()), stop) for kind, user in users.items()]
    actors.append(Supervisor(port, lead, random.Random(chance.random()), stop))
    _uploader, clerk, director, _planner, supervisor = actors
    clerk.project, clerk.line = world.running.pk, world.running.lines.get().pk
    director.proposals = [project.pk for project in world.proposals]
    supervisor.visit, supervisor.user = str(world.visit.uid), lead.pk
    supervisor.record = new_record_uid(world.visit, lead)
    return actors


def kill_some(kills, chance, cluster, processes, actors):
    """Sentences about what is wrong. In the midst of work: between two kills somebody is answered, or nobody for
    seconds. What was killed comes back as a service manager would bring it back; behind each kill the portal proves
    itself while people work on."""
    from tests.faults.afterwards import wrongs_at_work

    killed, found, looked = Counter(), {}, []
    for number in range(1, kills + 1):
        wait_for_work(actors, chance.randint(1, 4))
        time.sleep(chance.random() / 2)
        what = chance.choices(["web worker", "queue worker", "database"], [3, 3, 1])[0]
        killed[what] += 1
        kill_one(what, chance, cluster, processes)
        begun = time.monotonic()
        for sentence in wrongs_at_work(actors):
            found.setdefault(sentence, f"Behind kill {number} ({what}): {sentence}")
        looked.append(time.monotonic() - begun)
    print(dict(killed), f"verify: {sum(looked) / kills:.1f} s behind each, {max(looked):.1f} s at most", flush=True)
    return list(found.values())


def kill_one(what, chance, cluster, processes):
    if what == "web worker":
        processes.kill_web_worker(chance)
    elif what == "queue worker":
        processes.kill_queue(chance)
    else:
        cluster.kill()
        time.sleep(chance.random())
        cluster.start()


def wait_for_work(actors, answers):
    """Until so many more acts were answered."""
    enough, until = sum(len(actor.done) for actor in actors) + answers, time.monotonic() + PATIENCE
    while sum(len(actor.done) for actor in actors) < enough and time.monotonic() < until:
        time.sleep(0.05)


def run(kills, seed):
    """Sentences about what is wrong afterwards."""
    chance = random.Random(seed)
    print(f"{kills} kills, seed {seed}", flush=True)
    cluster = Cluster()
    with tempfile.TemporaryDirectory(prefix="qa-faults.") as name:
        folder = Path(name)
        try:
            prepare(cluster, folder)
            return _act(kills, chance, cluster, folder)
        finally:
            cluster.stop()


def _act(kills, chance, cluster, folder):
    from django.db import connections

    from tests.faults import afterwards, world
    from tests.faults.processes import Processes

    made = world.make(proposals=max(5, kills * 2))
    processes = Processes(os.environ.copy(), folder / "log")
    stop = threading.Event()
    actors = cast(made, processes.port, chance, stop)
    connections.close_all()
    try:
        for actor in actors:
            actor.start()
        until = time.monotonic() + WARM_UP
        while not all(actor.done for actor in actors) and time.monotonic() < until:
            time.sleep(0.1)
        found = kill_some(kills, chance, cluster, processes, actors)
        processes.wait()
        time.sleep(2)
        stop.set()
        for actor in actors:
            actor.join(60)
        print({type(actor).__name__: (len(actor.done), actor.tried_again) for actor in actors}, "(done, sent again)")
        found += afterwards.wrongs(actors)
    finally:
        stop.set()
        processes.stop()
        connections.close_all()
    if found and (keep := os.environ.get("FAULTS_LOG")):
        Path(keep).write_bytes((folder / "log").read_bytes())
    return found


if __name__ == "__main__":
    asked = [int(text) for text in sys.argv[1:]]
    wrong = run(*[*asked, 5][:1], (asked[1:] or [random.SystemRandom().randrange(10**6)])[0])
    print("\n".join(wrong) or "Nothing lost, nothing twice, nothing half-written.")
    sys.exit(1 if wrong else 0)
