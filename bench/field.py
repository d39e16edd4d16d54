"""Phones that come home at once: each brings its visits with their photos, while somebody else looks at pages.

bench/run field [--phones 20] [--visits 30] [--photos 5]. Everything has to be in, nothing twice, no error shown, and
the other pages within a second at the 95th percentile."""

import argparse
import hashlib
import io
import json
import os
import random
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Event
from uuid import uuid4

import django

from bench.server import Line

PIECE = 128 * 1024  # bytes, as static/js/field/sync.js sends them
PAGES = ["/office/", "/supervision/visits/", "/schools/"]
LIMIT = 1000  # milliseconds


class Phone:
    """One person's phone: what it asks is what static/js/field asks."""

    def __init__(self, address, user, cookie, visits):
        self.address, self.user, self.cookie, self.visits = address, user, cookie, visits
        self.statuses = []

    def ask(self, method, path, body=None, **headers):
        line = Line(self.address)
        line.request(method, path, body, {"Cookie": self.cookie, "Connection": "close", **headers})
        answer = line.getresponse()
        content = answer.read()
        line.close()
        self.statuses.append(answer.status)
        if answer.status != 200:
            raise SystemExit(f"{method} {path} answers {answer.status}: {content[:200]}")
        return json.loads(content)

    def come_home(self):
        token = self.ask("GET", "/field/token/")["token"]
        self.cookie += f"; csrftoken={token}"
        for visit, record, photos in self.visits:
            self.bring(visit, record, photos, {"X-CSRFToken": token})

    def bring(self, visit, record, photos, headers):
        from supervision.services.field_parts import content_fingerprint
        from tests.factories.field import photo_part

        pictures = {str(uuid4()): photo.read_bytes() for photo in photos}
        parts = {f"photo:{uid}": photo_part(content) for uid, content in pictures.items()}
        parts |= {"visit:notes": f"บันทึก {record}"}
        content = {
            "format": 1,
            "author": self.user,
            "visit": str(visit),
            "unplanned": None,
            "on_top_of": 0,
            "typed_at": "2026-11-21T03:00:00Z",
            "parts": parts,
            "base": {},
        }
        body = json.dumps({"content": content, "sha256": content_fingerprint(content), "device": "bench"})
        path = f"/field/records/{record}/"
        for _time in range(2):  # as if the first answer had been lost
            self.ask("POST", path, body.encode(), **headers)
        took = 0
        for uid, photo in pictures.items():
            time.sleep(min(3 * took, 3))  # as static/js/field/sync.js rests
            began = time.monotonic()
            self.send(f"{path}files/{uid}/", photo, headers)
            took = time.monotonic() - began

    def send(self, path, photo, headers):
        standing = self.ask("GET", path)
        while not standing["is_stored"]:
            offset = standing["offset"]
            piece = photo[offset : offset + PIECE]
            standing = self.ask("PUT", path, piece, **headers, **{"Upload-Offset": str(offset)})


def picture(chance):
    """About 200 KB, as a phone has made a photo smaller."""
    from PIL import Image

    noise = Image.frombytes("RGB", (320, 240), chance.randbytes(320 * 240 * 3)).resize((1280, 960))
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=60)
    return out.getvalue()


def taken(folder, asked):
    """The photos of one visit after the other, each a file of its own."""
    visits = range(asked.phones * asked.visits)
    with ProcessPoolExecutor() as pool:
        rows = pool.map(partial(pictures_of, asked.photos), visits, chunksize=10)
        for place, contents in enumerate(rows):
            files = [folder / f"{place}-{number}.jpg" for number in range(asked.photos)]
            for file, content in zip(files, contents, strict=True):
                file.write_bytes(content)
            yield files


def pictures_of(photos, visit):
    chance = random.Random(visit)
    return [picture(chance) for _number in range(photos)]


def look_on(address, cookie, is_over):
    """Milliseconds that each of the other pages took, one after another, until it is over."""
    from bench.server import fetch

    times = []
    while not is_over.wait(0.3):
        times += [fetch(address, page, cookie) for page in PAGES]
    return times


def prepare(asked, folder):
    """(user, cookie, [(visit, record, photos)]) of each phone, and the cookie of who looks on. `photos`: files in
    `folder`, taken before the phones come home."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from supervision.reports.field_pack import new_record_uid
    from tests.factories.core import DistrictFactory, person
    from tests.factories.schools import SchoolFactory
    from tests.factories.supervision import VisitFactory

    def cookie_of(user):
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = "qa_portal.core.sign_in.SignInBackend"
        session.save()
        return f"sessionid={session.session_key}"

    district, phones = DistrictFactory(), []
    schools = [SchoolFactory(district=district) for _number in range(asked.visits)]
    pictures = taken(folder, asked)
    for _number in range(asked.phones):
        user = person("supervisor", district)
        visits = [VisitFactory(school=school, lead=user) for school in schools]
        records = [(visit.uid, new_record_uid(visit, user), next(pictures)) for visit in visits]
        phones.append((user.pk, cookie_of(user), records))
    return phones, cookie_of(person("director", district))


def check(asked):
    """Every record and photo once, each photo as it was sent. The names of what is wrong."""
    from django.db.models import Count

    from supervision.models import FieldConflict, FieldFile, FieldRecord, FieldRevision, VisitPhoto

    records = asked.phones * asked.visits
    wanted = {FieldRecord: records, FieldRevision: records, FieldConflict: 0, FieldFile: records * asked.photos}
    wanted[VisitPhoto] = records * asked.photos
    wrong = [
        f"{model.__name__}: {model.objects.count()} of {n}" for model, n in wanted.items() if model.objects.count() != n
    ]
    if FieldRecord.objects.filter(merged_at=None).exists():
        wrong.append("a record is not wholly in its visit")
    if VisitPhoto.objects.values("visit").annotate(n=Count("pk")).exclude(n=asked.photos).exists():
        wrong.append("a visit has too many or too few photos")
    for row in FieldFile.objects.select_related("file").order_by("?")[:300]:
        with row.file.content.open("rb") as stored:
            if hashlib.sha256(stored.read()).hexdigest() != row.sha256:
                wrong.append(f"{row.uid} is not what was sent")
    return wrong


def run(asked, folder):
    from bench.server import server

    phones, cookie = prepare(asked, folder)
    is_over = Event()
    with server(os.environ["DATABASE_URL"]) as address, ThreadPoolExecutor(asked.phones + 1) as pool:
        looking = pool.submit(look_on, address, cookie, is_over)
        rows = [Phone(address, user, own, visits) for user, own, visits in phones]
        began = time.monotonic()
        for done in [pool.submit(row.come_home) for row in rows]:
            done.result()
        took = time.monotonic() - began
        is_over.set()
        times = sorted(looking.result())
    requests = sum(len(row.statuses) for row in rows)
    p95 = times[int(len(times) * 0.95)] if times else 0
    each = f"{asked.visits} visits and {asked.photos} photos each"
    print(f"{asked.phones} phones, {each}: {took:.0f} s, {requests} requests, load {os.getloadavg()[0]:.1f}")
    print(f"other pages: {len(times)} asked for, median {times[len(times) // 2]:.0f} ms, p95 {p95:.0f} ms")
    wrong = check(asked) + ([f"p95 is over {LIMIT} ms"] if p95 > LIMIT else [])
    print("\n".join(wrong) or "everything is in, nothing twice")
    return bool(wrong)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name, most in (("phones", 20), ("visits", 30), ("photos", 5)):
        parser.add_argument(f"--{name}", type=int, default=most)
    django.setup()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory(prefix="qa-photos.") as folder:
        sys.exit(run(parser.parse_args(), Path(folder)))


if __name__ == "__main__":
    main()
