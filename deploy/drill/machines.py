"""What deploy/drill/machines asks of its machines: `prepare` makes an office, a bucket and work; `try NET DISK` uses
them and says what it saw, line by line; it ends with 1 at the first thing that is not as it should be."""

import hashlib
import json
import os
import random
import re
import signal
import ssl
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPSConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "qa_portal.settings"
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
PASSWORD = "drill-of-many-machines"
TASKS = 60
PATIENCE = 180  # seconds for one answer, on a machine that is busy with other things
SENTENCE = "ข้อมูลที่บันทึกไว้แล้วยังอยู่ครบ"  # of templates/500.html


def prepare():
    django.setup()
    import boto3
    from django.conf import settings
    from django.contrib.auth.models import Group

    from qa_portal.core.models import District, User

    facts = settings.STORAGES["default"]["OPTIONS"]
    keys = {"aws_access_key_id": facts["access_key"], "aws_secret_access_key": facts["secret_key"]}
    boto3.client("s3", endpoint_url=facts["endpoint_url"], region_name=facts["region_name"], **keys).create_bucket(
        Bucket=facts["bucket_name"]
    )
    office = District.objects.create(code="9999", name="สำนักงานเขตตัวอย่าง", short_name="สพป.ตัวอย่าง")
    person = User.objects.create_user("drill", "drill@example.org", PASSWORD, district=office)
    person.groups.add(Group.objects.get(name="group_head"))


class Visitor:
    """A browser whose requests a balancer sends to whichever machine is named."""

    def __init__(self, net):
        self.hosts, self.cookies = {"web1": f"{net}.11", "web2": f"{net}.12"}, {}

    def ask(self, machine, method, path, body=None, **headers):
        line = self._line(machine)
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        own = {"Host": "portal.example.org", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
        own |= {"Cookie": kept, "Referer": "https://portal.example.org/", "X-CSRFToken": self.token}
        line.request(method, path, body, own | headers)
        answer = line.getresponse()
        for value in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(value).items()}
        content = answer.read()
        line.close()
        return answer.status, content

    def _line(self, machine):
        if machine == "balancer":  # its certificate is made by the drill
            return HTTPSConnection(self.hosts[machine], timeout=PATIENCE, context=ssl._create_unverified_context())
        return HTTPConnection(self.hosts[machine], 8000, timeout=PATIENCE)

    @property
    def token(self):
        return self.cookies.get("__Host-csrftoken", "")

    def post(self, machine, path, **fields):
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask(machine, "POST", path, urlencode(fields), **kind)


def check(said, is_so):
    print(("ok    " if is_so else "WRONG ") + said, flush=True)
    if not is_so:
        sys.exit(1)


def wait_for(what, seconds=300):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if what():
                return True
        except OSError:
            pass
        time.sleep(0.5)
    return False


def signed_in(net):
    visitor = Visitor(net)
    for machine in visitor.hosts:
        is_up = wait_for(lambda m=machine: visitor.ask(m, "GET", "/readyz")[0] == 200, 600)  # a busy machine reads long
        check(f"{machine} is ready", is_up)
    visitor.ask("web1", "GET", "/accounts/login/")
    status, _page = visitor.post("web1", "/accounts/login/", login="drill", password=PASSWORD)
    check(f"signed in at web1 ({status})", status == 302)
    status, page = visitor.ask("web2", "GET", "/projects/")
    check(f"web2 knows who that is ({status})", status == 200 and b"/accounts/logout/" in page)
    return visitor


def try_upload(visitor, disk):
    """A photo of noise in pieces, each to the other machine; back from the machine that did not take the last."""
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.frombytes("RGB", (900, 900), random.Random(7).randbytes(900 * 900 * 3)).save(out, "JPEG", quality=95)
    photo = out.getvalue()
    asked = {"name": "a.jpg", "size": len(photo), "kinds": "image/jpeg", "sha256": hashlib.sha256(photo).hexdigest()}
    _status, answer = visitor.post("web1", "/uploads/", **asked)
    url, size, offset = json.loads(answer)["url"], len(photo) // 5 + 1, 0
    for number in range(5):
        machine = ("web2", "web1")[number % 2]
        head = {"Upload-Offset": str(offset), "Content-Type": "application/octet-stream"}
        _status, answer = visitor.ask(machine, "PATCH", url, photo[offset : offset + size], **head)
        offset = json.loads(answer)["offset"]
    check(f"five pieces arrived, web1 and web2 in turn ({offset} bytes)", offset == len(photo))
    _status, answer = visitor.post("web1", f"{url}finish/")
    check(f"finished at web1: {json.loads(answer)['standing']}", json.loads(answer)["standing"] == "ready")
    left = [str(path) for path in Path(disk).glob("*/files/**/*") if path.is_file() and "checks" not in path.parts]
    check(f"nothing of it lies on a machine's own disk ({len(left)} files)", not left)
    return photo


def try_files(photo):
    """The bucket holds the content whole; where the portal is asked for it, only through its own pages."""
    from django.core.files.storage import default_storage

    from qa_portal.core.models import StoredFile

    stored = StoredFile.objects.get()
    with stored.content.open("rb") as content:
        there = content.read()
    check("the bucket holds what the row's hash says", hashlib.sha256(there).hexdigest() == stored.sha256)
    names = default_storage.listdir("uploads")[0]
    left = [name for folder in names for name in default_storage.listdir(f"uploads/{folder}")[1]]
    check(f"no piece is left in the bucket ({len(left)})", not left)
    return stored


def try_queue(disk):
    """Tasks go to both queue machines; one is killed, the other does the rest; a book that was begun comes out."""
    from django_q.models import OrmQ, Success
    from django_q.tasks import async_task

    from qa_portal.core import jobs
    from qa_portal.core.models import Job, User

    for _number in range(TASKS):
        async_task("time.sleep", 0.2)
    by = User.objects.get()
    params = {"year": 2569, "format": "xlsx", "thai_digits": False}
    job = jobs.start("annual_book", label="เล่ม", params=params, by=by)
    both = {"queue1", "queue2"}
    check("both queue machines work", wait_for(lambda: {name for name in both if done_by(disk, name)} == both))
    kill("queue1")
    print(f"      killed queue1 after {done_by(disk, 'queue1')} of its tasks", flush=True)
    begun = time.monotonic()
    is_through = wait_for(lambda: Success.objects.filter(func="time.sleep").count() >= TASKS - 4, 600)
    check(f"the other went on: {Success.objects.filter(func='time.sleep').count()} of {TASKS} are through", is_through)
    is_through = wait_for(lambda: not OrmQ.objects.exists() and Job.objects.get(pk=job.pk).result_id, 900)
    check(f"what was in the dead machine's hands was done {time.monotonic() - begun:.0f} s later", is_through)
    check("each task is told once", Success.objects.filter(func="time.sleep").count() == TASKS)
    return job


def kill(name):
    """At once, all but this process itself."""
    for pid in subprocess.run(["ip", "netns", "pids", f"qa-{name}"], capture_output=True, text=True).stdout.split():
        if int(pid) != os.getpid():
            with suppress(ProcessLookupError):
                os.kill(int(pid), 9)


def done_by(disk, name):
    return len(re.findall('"message": "task"', (Path(disk) / f"{name}.log").read_text()))


def try_storage(visitor, job, net):
    """The bucket falls silent, as a machine that hangs: a page that needs it says so in a sentence, and opens later."""
    address = f"/jobs/{job.pk}/file/"
    silence("s3", signal.SIGSTOP)
    begun = time.monotonic()
    status, page = visitor.ask("web1", "GET", address)
    said = f"the storage is silent: {status} with the sentence after {time.monotonic() - begun:.0f} s"
    check(said, status == 503 and SENTENCE in page.decode())
    check("/readyz says so", visitor.ask("web2", "GET", "/readyz")[0] == 503)
    status, _page = visitor.ask("web2", "GET", "/projects/")
    check(f"pages that need no file answer on ({status})", status == 200)
    silence("s3", signal.SIGCONT)
    status, content = visitor.ask("web1", "GET", address)
    check(f"it is back: the book opens ({status}, {len(content)} bytes)", status == 200 and len(content) > 1000)


def silence(name, how):
    for pid in subprocess.run(["ip", "netns", "pids", f"qa-{name}"], capture_output=True, text=True).stdout.split():
        os.kill(int(pid), how)


def try_balancer(visitor, net):
    """Asked through the balancer all the while, one web machine dies."""
    visitor.hosts["balancer"] = f"{net}.4"
    before = [visitor.ask("balancer", "GET", "/projects/")[0] for _ in range(10)]
    check("the balancer knows who that is, at both machines", before == [200] * 10)
    kill("web1")
    after, slowest = [], 0.0
    for _number in range(30):
        begun = time.monotonic()
        after.append(visitor.ask("balancer", "GET", "/projects/")[0])
        slowest = max(slowest, time.monotonic() - begun)
    check(f"web1 killed: 30 requests answered, the slowest in {slowest:.1f} s", after == [200] * 30)


def main(what, *given):
    if what == "prepare":
        prepare()
        return
    django.setup()
    net, disk = given
    visitor = signed_in(net)
    try_files(try_upload(visitor, disk))
    try_storage(visitor, try_queue(disk), net)
    try_balancer(visitor, net)


if __name__ == "__main__":
    main(*sys.argv[1:])
