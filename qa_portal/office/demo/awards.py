"""Awards of the demo: one published with its honours, one that is judged, one that takes nominations; and two honours
that others gave. Everything is invented; each step is taken by the person whose step it is."""

from datetime import timedelta

from django.db.models import F

from qa_portal.core.thai import academic_year
from qa_portal.core.workflow import perform
from schools.models import Award, Honour, PracticeState
from schools.services.awards import save_award
from schools.services.judging import choose_judges, give_marks
from schools.services.nominating import nominable, nominate

CRITERIA = [
    {"text": "ความชัดเจนของสภาพปัญหาและเป้าหมายการพัฒนา", "most_points": 20},
    {"text": "กระบวนการพัฒนาและการมีส่วนร่วมของผู้เกี่ยวข้อง", "most_points": 30},
    {"text": "ผลที่เกิดกับผู้เรียนและหลักฐานที่แสดงผล", "most_points": 35},
    {"text": "การเผยแพร่และการนำไปใช้ได้จริงในสถานศึกษาอื่น", "most_points": 15},
]
RANKS = [
    {"name": "ระดับเหรียญทอง", "least_percent": 90},
    {"name": "ระดับเหรียญเงิน", "least_percent": 80},
    {"name": "ระดับเหรียญทองแดง", "least_percent": 70},
]
GUIDANCE = (
    "สถานศึกษาในสังกัดเสนอผลงานที่ส่งในระบบแล้ว แห่งละไม่จำกัดจำนวน\n"
    "ผลงานต้องดำเนินการจริงในสถานศึกษาอย่างน้อย 1 ภาคเรียน และมีหลักฐานประกอบ"
)
JUDGES = ("deputy", "committee", "supervisor3")
POINTS = [(19, 28, 33, 14), (18, 26, 31, 13), (17, 25, 29, 12), (15, 22, 25, 10), (12, 18, 20, 9)]
OTHERS = [
    ("รางวัลสถานศึกษาส่งเสริมการอ่านดีเด่น", "มูลนิธิสมมุติเพื่อการอ่าน", True),
    ("รางวัลครูผู้พัฒนาสื่อการเรียนรู้", "สมาคมครูสมมุติ", False),
]


def load(world):
    """After the good practices, of which it nominates; a district that has awards stays untouched."""
    if Award.objects.filter(district=world.district).exists():
        return
    year = academic_year(world.today)
    _published(_call(world, "IQA AWARD", year - 1, closes=-60), world)
    _judged(_call(world, "รางวัลนวัตกรรมและวิธีปฏิบัติที่ดี", year, closes=-3), world)
    _nominated(_call(world, "IQA AWARD", year, closes=30), world, count=2)
    _others(world, year - 1)


def _call(world, name, year, *, closes):
    """An open call that takes nominations today; `closes` in days from today is set by `_close` where it lies back."""
    today = world.today
    award = Award(district=world.district, name=name, academic_year=year, guidance=GUIDANCE)
    award.opens_on, award.closes_on = (
        today + timedelta(days=min(closes, 0) - 45),
        today + timedelta(days=max(closes, 0)),
    )
    save_award(award, criteria=CRITERIA, ranks=RANKS, by=world.people["grouphead"])
    choose_judges(award, [world.people[name] for name in JUDGES], by=world.people["grouphead"])
    award = perform(award, "open", by=world.people["admin"])
    award.ends_on = today + timedelta(days=closes)
    return award


def _nominated(award, world, *, count):
    by = world.people["grouphead"]
    rows = nominable(by, award).filter(state=PracticeState.PUBLISHED).order_by("pk")[:count]
    nominations = [nominate(award, practice, by=by) for practice in rows]
    ago = max(world.today - award.ends_on, timedelta(days=0)) + timedelta(days=2)
    award.nominations.update(created_at=F("created_at") - ago)
    return nominations


def _close(award, world):
    award.closes_on = award.ends_on
    save_award(award, by=world.people["grouphead"])
    return perform(award, "close", by=world.people["admin"])


def _mark(award, nominations, judges):
    """Each judge a little otherwise than the one before."""
    for place, nomination in enumerate(nominations):
        for less, judge in enumerate(judges):
            points = [max(value - less, 0) for value in POINTS[place % len(POINTS)]]
            given = {criterion: (value, "") for criterion, value in zip(award.criteria.all(), points, strict=True)}
            give_marks(nomination, judge, given, by=judge.user)


def _published(award, world):
    nominations = _nominated(award, world, count=5)
    award = _close(award, world)
    _mark(award, nominations, award.judges.select_related("user"))
    announced = award.closes_on + timedelta(days=20)
    award.announcement_number, award.announced_on = f"ตัวอย่าง {award.academic_year % 100}", announced
    save_award(award, by=world.people["grouphead"])
    award = perform(award, "announce", by=world.people["admin"])
    perform(award, "publish", by=world.people["admin"])


def _judged(award, world):
    """One judge has finished, the others have not begun."""
    nominations = _nominated(award, world, count=4)
    award = _close(award, world)
    _mark(award, nominations, award.judges.select_related("user")[:1])


def _others(world, year):
    for school, (title, giver, is_public) in zip(world.schools, OTHERS, strict=False):
        facts = {"district": world.district, "academic_year": year, "school": school, "is_public": is_public}
        given_on = world.today - timedelta(days=90)
        Honour(recipient=school.full_name, title=title, given_by=giver, given_on=given_on, **facts).save()
