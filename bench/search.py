"""How long a search takes: 30 000 schools, 10 000 sections of self-assessment reports of some 2 500 letters each, with
and without the indexes of `manage.py index_search` (docs/search.md). It fills an empty database."""

import os
import statistics
import time
from datetime import date
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.contrib.auth.models import Group  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from qa_portal.core import search  # noqa: E402
from qa_portal.core.models import District, User  # noqa: E402
from schools.models import Cycle, Framework, Sar, School, StandardSection  # noqa: E402

SCHOOLS, SARS, ROUNDS = 30_000, 10_000, 7
QUERIES = {
    "a school's name": "หนองน้ำใส12346",
    "part of many names": "หนองน้ำใส",
    "a rare word of reports": "กังหันชัยพัฒนา",
    "a word of every report": "คุณภาพผู้เรียน",
    "a word of nothing": "ไดโนเสาร์สีชมพู",
}
WORDS = (  # noqa: SIM905  as a text they can be read
    "สถานศึกษา จัดการเรียนรู้ โดย ยึด ผู้เรียนเป็นสำคัญ ส่งผลให้ คุณภาพผู้เรียน สูงขึ้น ตาม เป้าหมาย ที่กำหนด ครู "
    "วิเคราะห์ หลักสูตร วัดและประเมินผล อย่างต่อเนื่อง ผู้ปกครอง ชุมชน มีส่วนร่วม แหล่งเรียนรู้ ภูมิปัญญาท้องถิ่น "
    "นิเทศภายใน แผนพัฒนา ระบบประกันคุณภาพ อ่านออก เขียนได้ คิดคำนวณ ร้อยละ ๘๕ ระดับ ดีเลิศ ร่องรอย หลักฐาน"
).split()


def fill():
    district = District.objects.create(code="9000", name="เขตวัด", short_name="เขตวัด")
    school_rows = [
        School(district=district, moe_code=f"{number:010}", name=f"โรงเรียน{('หนองน้ำใส', 'บ้านดอน')[number % 2]}{number}")
        for number in range(SCHOOLS)
    ]
    for row in school_rows:
        row.prepare_keys()
    School.objects.bulk_create(school_rows, batch_size=2000)
    framework = Framework.objects.get(code="BASIC-2561")
    early = Framework.objects.get(code="EC-2561")
    cycle = Cycle.objects.create(
        district=district, academic_year=2568, early_childhood_framework=early, basic_framework=framework,
        opens_on=date(2026, 4, 1), due_on=date(2026, 5, 31),
    )  # fmt: skip
    sars = [
        Sar(cycle=cycle, school=school, framework=framework, level="basic", state="submitted")
        for school in school_rows[:SARS]
    ]
    Sar.objects.bulk_create(sars, batch_size=2000)
    standard, chance = framework.standards.first(), Random(9)
    sections = [
        StandardSection(sar=sar, standard=standard, results=words(chance, number)) for number, sar in enumerate(sars)
    ]
    StandardSection.objects.bulk_create(sections, batch_size=1000)
    director = User.objects.create(username="director", district=district)
    director.groups.add(Group.objects.get(name="director"))
    return User.objects.get(pk=director.pk)


def words(chance, number):
    rare = " กังหันชัยพัฒนา" if number % 997 == 0 else ""
    return "คุณภาพผู้เรียน " + " ".join(chance.choices(WORDS, k=250)) + rare


def measure(user, label):
    for name, text in QUERIES.items():
        times = []
        with CaptureQueriesContext(connection) as asked:
            for _round in range(ROUNDS):
                began = time.perf_counter()
                groups = search.find(user, text)
                times.append((time.perf_counter() - began) * 1000)
        counts = {group.kind.key: group.count for group in groups}
        middle = statistics.median(times)
        print(f"{label:14} {name:24} {middle:8.1f} ms  {len(asked) // ROUNDS:3} queries  {counts}", flush=True)


def main():
    call_command("migrate", verbosity=0)
    user = fill()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")
    measure(user, "no index")
    began = time.perf_counter()
    call_command("index_search")
    print(f"made in {time.perf_counter() - began:.1f} s", flush=True)
    if connection.vendor == "postgresql":
        measure(user, "indexed")


if __name__ == "__main__":
    main()
