"""Field work is never lost and never doubled: random runs of writing, killed tabs, reloads, no signal, lost answers,
sending in parallel, signing out, and another phone, in Chromium against a real portal.

Afterwards everything that was typed is in the portal once, with every photo byte for byte. OFFLINE_RUNS (10; 100 for
script/soak) says how many runs, OFFLINE_SEED which is the first."""

import hashlib
import os
from dataclasses import dataclass, field

import pytest

from tests.browser.field_phone import (
    EXPORT,
    POST_AT_ONCE,
    QUEUED,
    VISITS,
    FieldPhone,
    Line,
    camera_picture,
    chance_of,
)

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
RUNS = int(os.environ.get("OFFLINE_RUNS", "10"))
FIRST = int(os.environ.get("OFFLINE_SEED", "1"))


@dataclass
class Written:
    """What was typed into one record."""

    record: str
    notes: str = ""
    answers: dict = field(default_factory=dict)
    findings: list = field(default_factory=list)
    captions: list = field(default_factory=list)


class Run:
    """One random run; every step is drawn from the seed."""

    def __init__(self, browser, portal, seed):
        self.browser, self.portal, self.seed, self.chance = browser, portal, seed, chance_of(seed)
        self.line = Line(portal.port)
        self.phone = FieldPhone(browser, self.line.base)
        self.phones, self.steps, self.count = [self.phone], [], 0
        self.queued = {}

    def text(self, stem):
        self.count += 1
        return f"{stem} {self.seed}-{self.count} ก็ที่โรงเรียน"

    def walk(self):
        self.phone.sign_in()
        self.phone.first_open()
        visit = self.portal.visits[self.seed % len(self.portal.visits)]
        self.written = [Written(self.phone.take_along(visit))]
        self.phone.go("#/")
        self.phone.page.wait_for_selector("[data-visit]")
        if self.chance.random() < 0.5:
            self.written.append(Written(self.phone.unplanned()))
        for _step in range(self.chance.randint(5, 8)):
            self.act(self.chance.choice([self.note, self.rate, self.find, self.photograph]))
            self.act(self.chance.choice(self.troubles()))
        self.finish()

    def act(self, step):
        self.steps.append(step.__name__)
        step()

    def some(self):
        return self.chance.choice(self.written)

    # ---- writing

    def note(self):
        written = self.some()
        written.notes = self.text("บันทึก")
        self.phone.note(written.record, written.notes)
        self.phone.kept()

    def rate(self):
        written = self.some()
        item, value = self.chance.randint(0, 1), str(self.chance.randint(1, 5))
        if written.answers.get(item) != value:
            written.answers[item] = value
            self.phone.rate(written.record, item, value)
            self.phone.kept()

    def find(self):
        written = self.some()
        written.findings.append(self.text("ข้อค้นพบ"))
        self.phone.find(written.record, written.findings[-1])
        self.phone.kept()

    def photograph(self):
        written = self.some()
        written.captions.append(self.text("ภาพ"))
        self.phone.photograph(written.record, camera_picture(self.chance), written.captions[-1])
        self.phone.kept()

    # ---- trouble

    def troubles(self):
        return [self.kill, self.reload, self.no_signal, self.signal, self.send, self.lose, self.expire, self.sign_out]

    def kill(self):
        self.phone.kill()

    def reload(self):
        self.phone.reload()

    def no_signal(self):
        self.phone.offline(True)

    def signal(self):
        self.phone.offline(False)

    def send(self):
        self.phone.send(self.some().record)

    def lose(self):
        self.line.lose(1)
        self.send()

    def expire(self):
        self.phone.context.clear_cookies()
        self.send()

    def sign_out(self):
        """What has not been sent stays. Signed in again at the end."""
        self.phone.offline(False)
        if not self.is_signed_in():
            return
        self.remember()
        self.phone.sign_out()

    def is_signed_in(self):
        return any(cookie["name"] == "sessionid" for cookie in self.phone.context.cookies())

    # ---- the end: all goes, from this phone, from another, or from both

    def finish(self):
        self.phone.offline(False)
        if not self.is_signed_in():
            self.phone.sign_in()
        self.phone.open("#/queue")
        self.remember()
        for written in self.written:
            if self.phone.page.evaluate(HAS, written.record):
                self.make_ready(written.record)
        self.act(self.chance.choice([self.from_here, self.from_both, self.from_there, self.at_once]))

    def make_ready(self, record):
        """Finished and frozen, but not sent yet: the line is off."""
        self.phone.offline(True)
        self.phone.send(record)
        self.phone.offline(False)

    def remember(self):
        self.queued |= {uid: (sha256, size) for uid, sha256, size in self.phone.page.evaluate(QUEUED)}

    def from_here(self):
        self.line.lose(self.chance.randint(0, 3))
        self.phone.send_until_nothing_waits()

    def at_once(self):
        """The same frozen content four times in the same moment, and two tabs that send."""
        self.phone.page.evaluate(POST_AT_ONCE)
        other = self.phone.context.new_page()
        other.goto(f"{self.line.base}/field/#/queue")
        other.wait_for_selector("body[data-ready]")
        self.phone.send_until_nothing_waits()

    def from_there(self):
        """This phone is never seen again; its file is imported on another."""
        exported = self.phone.page.evaluate(EXPORT)
        self.phone.close()
        self.other_phone(exported).send_until_nothing_waits()

    def from_both(self):
        other = self.other_phone(self.phone.page.evaluate(EXPORT))
        self.line.lose(self.chance.randint(0, 2))
        for phone in self.chance.sample([self.phone, other], 2):
            phone.send_until_nothing_waits()

    def other_phone(self, exported):
        other = FieldPhone(self.browser, self.line.base)
        self.phones.append(other)
        other.sign_in()
        other.first_open()
        other.go("#/queue")
        file = {"name": "field.json", "mimeType": "application/json", "buffer": exported.encode()}
        other.page.locator("#import").set_input_files(file)
        other.page.get_by_text(f"นำเข้า {len(self.typed())} รายการ").wait_for()
        return other

    def typed(self):
        """The records with something in them; an unplanned visit has its day."""
        first, *others = self.written
        is_typed = first.notes or first.answers or first.findings or first.captions
        return [first, *others] if is_typed else others

    def close(self):
        for phone in self.phones:
            phone.close()
        self.line.close()


HAS = """async (uid) => Boolean((await (await import("/static/js/field/store.js")).get("records", uid))?.changedAt)"""


@pytest.mark.parametrize("seed", range(FIRST, FIRST + RUNS))
def test_what_is_typed_in_the_field_arrives_once(browser, field_portal, seed):
    run, strays = Run(browser, field_portal, seed), stray_rows(field_portal)
    try:
        run.walk()
        assert arrived(field_portal, run) == expected(run)
        assert stray_rows(field_portal) == strays
        assert [phone.complaints for phone in run.phones] == [[]] * len(run.phones)
    except BaseException:
        print(f"OFFLINE_SEED={seed} OFFLINE_RUNS=1 fails; steps: {', '.join(run.steps)}")
        print([phone.told() for phone in run.phones])
        raise
    finally:
        run.close()


def expected(run):
    return {
        item.record: (item.notes, sorted(item.answers.items()), sorted(item.findings), sorted(item.captions), 1)
        for item in run.typed()
    } | {"photos": {uid.replace("-", ""): (sha256, size, 1) for uid, (sha256, size) in run.queued.items()}}


def arrived(portal, run):
    found = {item.record: of_record(portal, item.record.replace("-", "")) for item in run.typed()}
    return found | {"photos": {uid: of_photo(portal, uid) for uid in photos_of(portal, run)}}


def of_record(portal, uid):
    """Notes, answers, findings and captions of the one visit into which the record went."""
    rows = portal.rows(
        "SELECT v.id, v.notes FROM supervision_fieldrecord r JOIN supervision_visit v ON v.id = r.visit_id "
        "WHERE r.uid = ?",
        uid,
    )
    if not rows:
        return None
    visit, notes = rows[0]
    answers = portal.rows(
        "SELECT i.position - 1, l.value FROM supervision_answer a "
        "JOIN supervision_instrumentitem i ON i.id = a.item_id "
        "JOIN supervision_instrumentlevel l ON l.id = a.level_id WHERE a.visit_id = ?",
        visit,
    )
    texts = [
        sorted(text for (text,) in portal.rows(f"SELECT {column} FROM {table} WHERE visit_id = ?", visit))
        for table, column in (("supervision_finding", "text"), ("supervision_visitphoto", "caption"))
    ]
    return notes, sorted((place, str(value)) for place, value in answers), *texts, len(rows)


def photos_of(portal, run):
    uids = [item.record.replace("-", "") for item in run.typed()]
    marks = ",".join("?" * len(uids))
    rows = portal.rows(
        "SELECT p.uid FROM supervision_visitphoto p JOIN supervision_fieldrecord r ON r.visit_id = p.visit_id "
        f"WHERE r.uid IN ({marks})",
        *uids,
    )
    return [uid for (uid,) in rows]


def of_photo(portal, uid):
    """The hash of what lies on the disk, its size, and how many rows show it."""
    rows = portal.rows(
        "SELECT f.content FROM supervision_visitphoto p JOIN core_storedfile f ON f.id = p.file_id WHERE p.uid = ?", uid
    )
    content = (portal.files / rows[0][0]).read_bytes()
    return hashlib.sha256(content).hexdigest(), len(content), len(rows)


def stray_rows(portal):
    """Conflicts, visits without a plan and without a record, records that are not wholly in their visit; a run adds
    none to those that are there."""
    return tuple(
        portal.rows(query)[0][0]
        for query in (
            "SELECT count(*) FROM supervision_fieldconflict",
            f"SELECT count(*) FROM supervision_visit v WHERE v.id > {VISITS} "
            "AND v.id NOT IN (SELECT visit_id FROM supervision_fieldrecord)",
            "SELECT count(*) FROM supervision_fieldrecord WHERE merged_at IS NULL",
        )
    )
