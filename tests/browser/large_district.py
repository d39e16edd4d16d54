"""A fictional district of 150 schools in the database of DATABASE_URL, for the journey through a whole cycle.

`python -m tests.browser.large_district build` makes it and prints its key; `send_in KEY` brings the reports of all
schools but the journey's own to the office by the services that the pages call, and answers their checklists."""

import sys
from datetime import timedelta

import django
from django.db import transaction

SCHOOLS, NETWORKS = 150, 10
OWN = 1  # the school whose people go the way by hand; it teaches two levels, the others one
WRITING, SILENT = 149, 150  # one that never finishes, and one of which nobody has an account
OFFICE = {"biggroup": "group_head", "bigreader": "supervisor"}
PAPERS = 7  # different files that are sent: the checks of each take a process of their own
NAME = "บ้านสมมุติที่ {}"


def build():
    from qa_portal.core.models import District

    district = District.objects.create(
        code="9950",
        name="สำนักงานเขตพื้นที่การศึกษาประถมศึกษาเมืองกว้างสมมุติ เขต 1",
        short_name="สพป.เมืองกว้างสมมุติ เขต 1",
        director_name="นายตัวอย่าง กว้างสมมุติ",
        director_position="ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา",
    )
    _people(district, _schools(district))
    print(district.pk)


def _schools(district):
    from schools.models import Network, School
    from schools.services.registry import register_school

    networks = Network.objects.bulk_create(
        Network(district=district, name=f"เครือข่ายสมมุติ {number}") for number in range(1, NETWORKS + 1)
    )
    schools = [
        School(
            district=district,
            network=networks[number % NETWORKS],
            moe_code=f"1099500{number:03}",
            smis_code=f"99500{number:03}",
            name=NAME.format(number),
            has_early_childhood=True,
            has_primary=number == OWN,
            province="เมืองกว้างสมมุติ",
        )
        for number in range(1, SCHOOLS + 1)
    ]
    return [register_school(school, by=None) for school in schools]


def _people(district, schools):
    """Two of the office, a head at each school but the silent one, a teacher and a board at the journey's own."""
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import Group
    from django.utils import timezone

    from qa_portal.core.models import User
    from schools.models import Membership
    from tests.browser.conftest import PASSWORD

    placed = {f"bighead{number}": ("school_head", school) for number, school in enumerate(schools, 1)}
    del placed[f"bighead{SILENT}"]
    placed |= {f"big{role}": (f"school_{role}", schools[OWN - 1]) for role in ("teacher", "board")}
    roles = OFFICE | {name: role for name, (role, _school) in placed.items()}
    groups, password = {group.name: group for group in Group.objects.all()}, make_password(PASSWORD)
    common = {"password": password, "first_name": "บุคคลสมมุติ", "district": district, "wants_mail": False}
    users = User.objects.bulk_create(User(username=name, last_name=name, **common) for name in roles)
    through = User.groups.through
    through.objects.bulk_create(through(user=user, group=groups[roles[user.username]]) for user in users)
    since = timezone.localdate() - timedelta(days=900)
    Membership.objects.bulk_create(
        Membership(user=user, school=placed[user.username][1], since=since) for user in users if user.username in placed
    )


@transaction.atomic
def send_in(district):
    from qa_portal.core.models import User
    from schools.models import Sar

    rows = Sar.objects.filter(cycle__district=district, state="expected").select_related("school__district", "cycle")
    heads = {user.last_name: user for user in User.objects.filter(district=district)}
    for sar in rows.order_by("school__moe_code"):
        number = int(sar.school.smis_code[-3:])
        if number not in (OWN, SILENT):
            _send_in(sar, heads[f"bighead{number}"], is_whole=number != WRITING)
    _answer_checklists(district, by=heads[next(iter(OFFICE))])


def _send_in(sar, head, *, is_whole):
    from qa_portal.core.workflow import perform
    from schools.services.papers import attach_pdf
    from tests.factories.sar import pdf

    sar = perform(sar, "start", by=head)
    if not is_whole:
        return
    _rate(sar)
    sar = perform(sar, "to_board", by=head)
    _meet(sar, head)
    sar = perform(sar, "record_approval", by=head)
    attach_pdf(sar, pdf(extra=b"% " + str(sar.pk % PAPERS).encode()), by=head)
    perform(sar, "submit", by=head)


def _rate(sar):
    """Every standard and item alike."""
    level = sar.framework.levels.get(value=3 + sar.pk % 3)
    sar.sections.update(level=level, reason="หลักฐานสอดคล้องกัน", strengths="ครูร่วมมือกันดี")
    sar.ratings.update(level=level)
    sar.overall_level = level
    sar.save()


def _meet(sar, head):
    from django.utils import timezone

    from schools.services.board import save_minutes
    from tests.factories.sar import pdf

    approval = sar.approval
    approval.met_on, approval.chair_name = timezone.localdate(), "ประธานสมมุติ"
    save_minutes(approval, pdf("minutes.pdf"), by=head)


def _answer_checklists(district, *, by):
    """Every question about every report that was just sent."""
    from simple_history.utils import bulk_create_with_history

    from schools.models import ChecklistAnswer, Submission, Verdict
    from schools.services.checking import checklist_for

    sent = Submission.objects.filter(sar__cycle__district=district, sar__state="submitted").select_related(
        "sar__school"
    )
    questions = list(checklist_for(sent[0].sar).questions.all())
    answers = [ChecklistAnswer(submission=row, question=one, answer=Verdict.YES) for row in sent for one in questions]
    bulk_create_with_history(answers, ChecklistAnswer, batch_size=500, default_user=by)


if __name__ == "__main__":
    django.setup()
    name, *keys = sys.argv[1:]
    {"build": build, "send_in": send_in}[name](*keys)
