"""Good practices of the demo's schools, of every kind and in every state. Everything is invented; each step is taken by
the person whose step it is."""

import io
import json
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from qa_portal.core import files
from qa_portal.core.documents import render_pdf
from qa_portal.core.thai import academic_year
from qa_portal.core.workflow import perform
from schools.models import Practice, PracticeState
from schools.services.practices import add_file, standards_in_force

ENTRIES = Path(__file__).with_name("practices.json")
WORDS = ("title", "kind", "level", "why", "how", "results", "success_factors", "advice")
STEPS = {
    "draft": (),
    "sent": ("send",),
    "returned": ("send", "return"),
    "published": ("send", "publish"),
    "withdrawn": ("send", "publish", "withdraw"),
}
NOTICE = "เอกสารนี้สร้างขึ้นเพื่อการสาธิตระบบ ไม่มีข้อมูลของสถานศึกษาจริง"
COLOURS = ("#dfe9f5", "#f3ead8", "#e4f0e2", "#f2e3e6")


def load(world):
    """A district that has entries stays untouched."""
    if Practice.objects.filter(school__district=world.district).exists():
        return
    for entry in json.loads(ENTRIES.read_text("utf-8")):
        _enter(world, entry)


def _enter(world, entry):
    number = entry["school"]
    writer, office = world.people[f"teacher{number}"], world.people["grouphead"]
    practice = _written(world, entry, by=writer)
    if entry["state"] != PracticeState.DRAFT:
        _attach(practice, number, is_public=entry["public"], by=writer)
    for step in STEPS[entry["state"]]:
        by = writer if step == "send" else office
        perform(practice, step, by=by, note="" if step in ("send", "publish") else entry["note"])


def _written(world, entry, *, by):
    school, year = world.schools[entry["school"] - 1], academic_year(world.today) - entry["ago"]
    practice = Practice(school=school, academic_year=year, is_public=entry["public"])
    for name in WORDS:
        setattr(practice, name, entry[name])
    practice.authors = f"{by} ครู"
    practice.save(by=by)
    offered = standards_in_force(school, year).filter(number__in=entry["standards"])
    practice.standards.set(offered.filter(framework__level=practice.level) if practice.level else offered)
    return practice


def _attach(practice, number, *, is_public, by):
    """The paper, and a picture that may be shown where the entry may."""
    content = render_pdf(
        "schools/documents/demo_paper.html", {"heading": practice.title, "lines": [NOTICE]}, title=practice.title
    )
    paper = SimpleUploadedFile("paper.pdf", content, files.PDF)
    picture = SimpleUploadedFile("picture.png", _picture(number), files.PNG)
    add_file(practice, paper, caption="รายงานฉบับเต็ม (ตัวอย่าง)", is_public=False, by=by)
    add_file(practice, picture, caption="ภาพประกอบ (ตัวอย่าง)", is_public=is_public, by=by)


def _picture(number):
    picture = Image.new("RGB", (800, 600), COLOURS[number % len(COLOURS)])
    pen = ImageDraw.Draw(picture)
    for step in range(number % 5 + 3):
        pen.ellipse((60 + 90 * step, 120 + 40 * step, 220 + 90 * step, 280 + 40 * step), outline="#3f4754", width=6)
    content = io.BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()
