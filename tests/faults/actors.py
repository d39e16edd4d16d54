"""What people do while processes die. Each act is tried until an answer comes; `done` is what was answered with yes."""

import hashlib
import io
import json
import re
import threading
import time

import pikepdf
from django.urls import reverse
from django.utils import timezone

from supervision.services.field_parts import content_fingerprint
from tests.faults.visitor import Broken, Visitor


class Actor(threading.Thread):
    """`done`: what the portal said yes to; `begun`: all that was tried, of which the portal may hold more."""

    def __init__(self, port, user, random, stop):
        super().__init__(daemon=True)
        self.visitor, self.random, self.stopping = Visitor(port, user), random, stop
        self.done, self.begun, self.strange = [], [], []
        self.tried_again = 0

    def run(self):
        while not self.stopping.is_set():
            if self.act() is False:
                return
            time.sleep(self.random.random() * 0.1)

    def until_answered(self, ask):
        """The answer to the same act, sent again until there is one; None when the run is over before."""
        while not self.stopping.is_set():
            try:
                return ask()
            except Broken:
                self.tried_again += 1
                time.sleep(0.2)
        return None

    def note(self, what, answer, *good):
        """Keep it as done for a good status, as strange for any that is not expected."""
        if answer is None:
            return
        (self.done if answer[0] in good else self.strange).append(what if answer[0] in good else (what, *answer))


class Uploader(Actor):
    def act(self):
        content = self._paper()
        sha256 = hashlib.sha256(content).hexdigest()
        self.begun.append(sha256)
        facts = {"name": "เอกสาร.pdf", "size": len(content), "sha256": sha256, "kinds": "application/pdf"}
        answer = self.until_answered(lambda: self.visitor.post("/uploads/", **facts))
        while answer and answer[0] < 500:
            told = json.loads(answer[1])
            if told["standing"] == "ready":
                self.done.append(sha256)
                return
            if told["standing"] == "refused":
                self.strange.append((sha256, told["message"]))
                return
            answer = self.until_answered(lambda told=told: self._go_on(told, content))

    def _go_on(self, told, content):
        if told["offset"] == len(content):
            return self.visitor.ask("POST", f"{told['url']}finish/")
        piece = content[told["offset"] : told["offset"] + 30_000]
        offset = str(told["offset"])
        return self.visitor.ask("PATCH", told["url"], piece, "application/octet-stream", Upload_Offset=offset)

    def _paper(self):
        out, document = io.BytesIO(), pikepdf.new()
        document.add_blank_page()
        document.docinfo["/Title"] = self.random.randbytes(25_000).hex()
        document.save(out)
        return out.getvalue()


class Clerk(Actor):
    """Writes expenses, each with a number of its own; a form that is sent again brings the end of the ledger that it
    was opened on."""

    project = line = None

    def act(self):
        address = reverse("projects:project_expenses", args=[self.project])
        page = self.until_answered(lambda: self.visitor.ask("GET", address))
        if page is None:
            return
        end = re.search(r'name="ledger_end" value="(\d+)"', page[1])[1]
        number = f"บค {len(self.begun)}"
        self.begun.append(number)
        facts = {"amount": "1", "line": self.line, "document_number": number}
        facts |= {"paid_on": "20/11/2569", "ledger_end": end}
        again = self.tried_again
        answer = self.until_answered(lambda: self.visitor.post(address, **facts))
        good = (302, 422) if self.tried_again > again else (302,)  # 422: the first try was taken after all
        self.note(number, answer, *good)


class Director(Actor):
    proposals = ()

    def act(self):
        if len(self.begun) == len(self.proposals):
            return False
        project = self.proposals[len(self.begun)]
        self.begun.append(project)
        address = reverse("projects:project_transition", args=[project, "approve"])
        self.note(project, self.until_answered(lambda: self.visitor.post(address)), 302)
        time.sleep(0.3)
        return None


class Planner(Actor):
    """Asks for one book after the other; asked twice while one is made, it is the same job."""

    def act(self):
        facts = {"book": "plan", "year": "2570", "format": "xlsx", "thai_digits": "on" if len(self.begun) % 2 else ""}
        self.begun.append(len(self.begun))
        answer = self.until_answered(lambda: self.visitor.post(reverse("projects:book_make"), **facts))
        self.note(len(self.begun), answer, 302)
        time.sleep(1)


class Supervisor(Actor):
    """A phone: freezes a content, sends it until an answer comes, and writes on top of it."""

    visit = user = record = None
    revision = 0

    def act(self):
        content = {
            "format": 1,
            "author": self.user,
            "visit": self.visit,
            "unplanned": None,
            "on_top_of": self.revision,
            "typed_at": timezone.now().isoformat(),
            "parts": {"visit:notes": f"ครั้งที่ {self.revision}"},
            "base": {},
        }
        body = {"content": content, "sha256": content_fingerprint(content), "device": "Android"}
        self.begun.append(body["sha256"])
        address = reverse("field:record", args=[self.record])
        answer = self.until_answered(lambda: self.visitor.post_json(address, body))
        self.note(body["sha256"], answer, 200)
        if answer:
            self.revision += 1
