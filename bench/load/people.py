"""What 300 people do on that day. Teachers of a school write its standards, the head the rest, has it approved and
sends it; everybody else looks at the pages of their work, and so do these before and after."""

import hashlib
import json
import time
from random import Random
from threading import Event
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from bench.dataset.words import SENTENCE, SHORT
from qa_portal.core.thai import fiscal_year, to_be

from .browser import Browser, Wrong
from .world import PASSWORD

FIRST_PIECE, MOST = 1 << 18, 1 << 22  # bytes, as static/js/upload.js sends them
STANDARDS = (1, 2, 3)


class Day:
    """What all share: how long it lasts, how long people think, the papers, and which schools' standards stand."""

    def __init__(self, seconds, think, *, pdf, minutes, schools):
        self.began, self.seconds, self.think, self.took = time.monotonic(), seconds, think, 0
        self.pdf, self.minutes, self.sent = pdf, minutes, {}
        self.written = {school: Event() for school in schools}
        self.is_stopped = False

    @property
    def now(self):
        return time.monotonic() - self.began

    @property
    def is_over(self):
        return self.is_stopped or self.now >= self.seconds

    def stop(self):
        """Everybody goes home at their next thought."""
        self.is_stopped = True
        for event in self.written.values():
            event.set()


class Person:
    def __init__(self, account, day, address, tally, teachers):
        """`teachers`: the schools whose teacher is among the people."""
        self.account, self.day, self.tally = account, day, tally
        self.browser = Browser(address, account.visitor, tally)
        self.chance = Random(account.username)
        self.has_teacher = account.school in teachers
        self.begins = day.seconds * self.chance.uniform(0.05, 0.42)  # to write; the last has time to end

    def live(self):
        time.sleep(self.day.seconds * self.chance.uniform(0, 0.12))
        if self._tried(self.sign_in):
            self.look_around(lambda: self.day.now >= self.begins)
            self.work()
            self.look_around(lambda: self.day.is_over)

    def _tried(self, act, *args):
        try:
            act(*args)
        except Wrong as error:
            self.tally.complain(f"{self.account.username}: {error}")
            return False
        except Exception as error:  # whatever it is, it belongs into the report of the run
            self.tally.complain(f"{self.account.username}: {error!r}")
            return False
        return True

    def think(self):
        if self.day.is_stopped:
            raise Wrong("the day was stopped")
        time.sleep(self.day.think * self.chance.uniform(0.4, 1.6))

    def sign_in(self):
        path = reverse("account_login")
        form = self.browser.get(path).form("login")
        fields = dict(form.form_values()) | {"login": self.account.username, "password": PASSWORD}
        self.browser.post(path, fields)

    # ---------------------------------------------------------------- looking around

    def look_around(self, is_enough):
        pages = self.pages()
        while not is_enough() and not self.day.is_over:
            self._tried(self.think)
            self._tried(self.browser.get, self.chance.choice(pages))

    def pages(self):
        desk, sars = reverse("office:desk"), reverse("schools:sar_list")
        schools, dashboard = reverse("schools:school_list"), reverse("office:dashboard")
        visits, projects = reverse("supervision:visit_list"), reverse("projects:project_list")
        sent, actions = f"{sars}?state=submitted", reverse("supervision:action_list")
        own = [reverse("schools:sar_detail", args=[pk]) for pk in self.account.reports]
        year = fiscal_year(timezone.localdate()) - 1
        synthesis = reverse("office:synthesis", args=[self.account.district, year])
        boards = [reverse("schools:sar_board", args=[pk]) for pk in self.account.reports]
        own_desk = reverse("schools:school_desk")
        of_school = [own_desk, sars, *own, reverse("core:notice_list")]
        return {
            "school_head": of_school,
            "school_teacher": of_school,
            "school_board": [own_desk, *own, *boards],
            "supervisor": [desk, sars, sent, visits, schools, actions],
            "director": [dashboard, dashboard, desk, actions, synthesis],
            "deputy": [dashboard, desk, sars, projects],
            "group_head": [dashboard, sars, sent, desk, visits, f"{sars}?format=xlsx", schools],
            "plan_staff": [desk, projects, dashboard],
            "finance_staff": [desk, projects],
            "committee_member": [desk, schools],
        }[self.account.role]

    # ---------------------------------------------------------------- writing

    def work(self):
        role, school = self.account.role, self.account.school
        if role == "school_teacher" or (role == "school_head" and not self.has_teacher):
            for pk in self.account.reports:
                self._tried(self.write, pk)
            self.day.written[school].set()
        if role == "school_head":
            self.look_around(self.day.written[school].is_set)
            self.day.written[school].wait()
            for pk in self.account.reports:
                self._tried(self.hand_in, pk)

    def write(self, pk):
        """The standards of a report: levels, words, and what the page keeps while they are typed."""
        self.browser.get(reverse("schools:sar_detail", args=[pk]))
        for number in STANDARDS:
            path = reverse("schools:sar_standard", args=[pk, number])
            self.think()
            form = self.browser.get(path).form("reason")
            fields = dict(form.form_values()) | self._levels(form)
            fields |= {"reason": self._words(2), "process": self._words(4), "results": self._words(4)}
            self.think()
            self._keep(path, form, fields)
            self.think()
            self.browser.post(path, fields)

    def _levels(self, form):
        """A level of each item and of the standard, among those that the page offers."""
        names = {field.get("name") for field in form.inputs if field.get("type") == "radio"}
        offered = {name: [value for value in form.inputs[name].value_options if value] for name in names}
        return {name: self.chance.choice(values) for name, values in offered.items()}

    def _keep(self, path, form, fields):
        typed = [[name, value] for name, value in fields.items() if name != "csrfmiddlewaretoken"]
        self._call_form(
            "core:unsaved_keep",
            {"path": path, "seen": form.get("data-autosave", ""), "fields": json.dumps(typed)},
            fields["csrfmiddlewaretoken"],
        )

    def _call_form(self, name, values, token):
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token}
        return self.browser.call("POST", reverse(name), urlencode(values).encode(), **headers)

    def _words(self, sentences):
        return " ".join([SENTENCE] * sentences) + f" {self.chance.randrange(10**6)}"

    # ---------------------------------------------------------------- handing in

    def hand_in(self, pk):
        self._fill("schools:sar_data", pk, overview=self._words(3))
        self._fill("schools:sar_conclusion", pk, way_forward=self._words(3), help_wanted=SHORT)
        self._fill("schools:sar_summary", pk, executive_summary=self._words(6))
        self.upload(pk)
        self._step(pk, "schools:sar_transition", "to_board")
        self.hold_meeting(pk)
        self._step(pk, "schools:sar_board_decision", "record_approval")
        self._step(pk, "schools:sar_transition", "submit")
        self.browser.get(reverse("schools:sar_detail", args=[pk]))

    def _fill(self, name, pk, **words):
        path = reverse(name, args=[pk])
        self.think()
        form = self.browser.get(path).form(next(iter(words)))
        fields = dict(form.form_values()) | self._levels(form) | words
        self.think()
        self.browser.post(path, fields)

    def _step(self, pk, name, step):
        path = reverse(name, args=[pk, step])
        self.think()
        form = self.browser.get(path).form("note")
        self.think()
        self.browser.post(path, dict(form.form_values()))

    def hold_meeting(self, pk):
        path = reverse("schools:sar_board", args=[pk])
        self.think()
        form = self.browser.get(path).form("met_on")
        today = timezone.localdate()
        fields = dict(form.form_values()) | {
            "met_on": f"{today.day}/{today.month}/{to_be(today.year)}",
            "chair_name": "ประธาน สมมุติ",
            "members_present": "กรรมการ สมมุติ",
        }
        fields.pop("minutes_file", None)
        self.think()
        self.browser.post(path, fields, {"minutes_file": ("minutes.pdf", "application/pdf", self.day.minutes)})

    def upload(self, pk):
        """The PDF of the report comes piece by piece, as static/js/upload.js brings it."""
        content = self.day.pdf + f"\n% {pk}\n".encode()
        sha256 = hashlib.sha256(content).hexdigest()
        path = reverse("schools:sar_files", args=[pk])
        self.think()
        form = self.browser.get(path).form("upload")
        token = dict(form.form_values())["csrfmiddlewaretoken"]
        facts = {"name": f"sar-{pk}.pdf", "size": len(content), "sha256": sha256, "kinds": "application/pdf"}
        upload = json.loads(self._call_form("core:upload_list", facts, token).content)
        upload = self._bring(upload, content, token)
        self.think()
        self.browser.post(path, {"csrfmiddlewaretoken": token, "upload_ticket": upload["ticket"]})
        self.day.sent[pk] = sha256

    def _bring(self, upload, content, token):
        piece = FIRST_PIECE
        headers = {"X-CSRFToken": token}
        while upload["offset"] < len(content):
            part = content[upload["offset"] : upload["offset"] + piece]
            of_piece = {"Upload-Offset": str(upload["offset"]), "Content-Type": "application/octet-stream"}
            upload = json.loads(self.browser.call("PATCH", upload["url"], part, **headers, **of_piece).content)
            piece = min(piece * 2, MOST)
        while upload["standing"] != "ready":
            upload = json.loads(self.browser.call("POST", f"{upload['url']}finish/", **headers).content)
            if upload["standing"] == "refused":
                raise Wrong(upload["message"])
            if upload["standing"] == "checking":
                time.sleep(2)
        return upload
