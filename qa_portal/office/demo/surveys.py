"""The demo's satisfaction surveys (K14): one closed with its results, one that takes answers, one being prepared; and
the committee of the education area whose visits are counted (K18)."""

from datetime import timedelta
from random import Random
from uuid import NAMESPACE_URL, uuid5

from projects.models import Activity, ActivityState
from qa_portal.core.workflow import perform
from supervision.models import AnswersAs, Committee, CommitteeKind, CommitteeMember, Survey, SurveyQuestion
from supervision.services.surveys import answer_survey, begin_survey

LIKED = ("วิทยากรยกตัวอย่างจากโรงเรียนจริง", "ได้ฝึกเขียนรายงานทีละมาตรฐาน", "คณะผู้นิเทศเป็นกันเอง")
WISHED = ("ขอเวลาฝึกปฏิบัติเพิ่มขึ้น", "ขอไฟล์แบบฟอร์มก่อนวันอบรม")
ROLES = (AnswersAs.DIRECTOR, AnswersAs.TEACHER, AnswersAs.TEACHER, AnswersAs.STAFF)


def load(world):
    if Survey.objects.filter(district=world.district).exists():
        return
    _committee(world)
    activities = Activity.objects.of_plan().filter(project__district=world.district).order_by("-state", "pk")
    done = activities.filter(state=ActivityState.DONE).first() or activities.first()
    _ended(world, done)
    _taking(world)
    _survey(world, "ความพึงพอใจต่อการประชุมชี้แจงแผนการนิเทศ", 5, 15, asked=0)


def _committee(world):
    """Where nobody else has entered it."""
    if not Committee.objects.filter(district=world.district, kind=CommitteeKind.AREA).exists():
        since = world.today - timedelta(days=500)
        committee = Committee.objects.create(
            district=world.district, kind=CommitteeKind.AREA, name="คณะกรรมการเขตพื้นที่การศึกษา", since=since
        )
        seats = (("director", CommitteeMember.Role.SECRETARY), ("committee", CommitteeMember.Role.CHAIR))
        for place, (username, role) in enumerate(seats, 1):
            committee.members.create(position_in_list=place, user=world.people[username], role=role)


def _survey(world, title, opens, closes, **more):
    days = [world.today + timedelta(days=count) for count in (opens, closes)]
    survey = Survey(district=world.district, title=title, opens_on=days[0], closes_on=days[1], **more)
    return begin_survey(survey)


def _ended(world, activity):
    title = f"ความพึงพอใจต่อ{activity.title}"[:300] if activity else "ความพึงพอใจต่อการอบรม"
    words = "โปรดตอบตามความเป็นจริง ใช้เวลาประมาณ 2 นาที"
    held = world.today - timedelta(days=40)
    survey = _survey(world, title, -40, -25, asked=30, activity=activity, held_on=held, words=words)
    survey = perform(survey, "open", by=world.people["supervisor1"])
    _answer(survey, 24)
    perform(survey, "close", by=world.people["supervisor1"])


def _taking(world):
    survey = _survey(world, "ความพึงพอใจต่อการนิเทศการประกันคุณภาพภายใน", -3, 11, asked=24)
    _answer(perform(survey, "open", by=world.people["supervisor2"]), 7)


def _answer(survey, people):
    random = Random(survey.title)  # noqa: S311  plausible, not secret
    questions = list(survey.questions.all())
    texts = [question for question in questions if question.kind == SurveyQuestion.Kind.TEXT]
    for number in range(people):
        mood = random.choice((5, 5, 4, 4, 4, 3))
        answers = {q: min(5, max(1, mood + random.choice((-1, 0, 0, 0, 1)))) for q in questions if q not in texts}
        written = ("".join(words[number : number + 1]) for words in (LIKED, WISHED))
        answers |= dict(zip(texts, written, strict=True))
        uid = uuid5(NAMESPACE_URL, f"demo-{survey.key}-{number}")
        answer_survey(survey, uid=uid, role=random.choice(ROLES), answers=answers)
