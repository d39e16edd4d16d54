"""The district before the day and after it: everybody has a password, each report of the open year is still to be
written; then each has to be at the office, once, as it was sent."""

from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from qa_portal.core.models import StoredFile, TransitionRecord, User
from qa_portal.core.workflow import MACHINES
from schools.models import BoardApproval, Cycle, Sar, SarFile, Submission
from schools.services.level_counts import recount, wrong_counts

PASSWORD = "only-for-the-bench-2569"
WHOLE = 300  # people, of whom the shares below are reckoned
OFFICE = ("director", "group_head", "deputy", "plan_staff", "finance_staff", "committee_member")
SUPERVISORS = 12
SCHOOL = ("school_head", "school_teacher", "school_board")


@dataclass
class Account:
    username: str
    role: str
    visitor: str
    district: int
    school: int = 0
    reports: list = field(default_factory=list)


def prepare(district, people):
    """[Account] of so many people, whose schools' reports are to be written."""
    schools = _schools(district, people)
    accounts = [*_office(district, people), *_of_schools(district, schools)][:people]
    written = [account.school for account in accounts if account.role == "school_head"]
    _begin_anew(_reports(district, written))
    users = User.objects.filter(username__in=[account.username for account in accounts])
    users.update(password=make_password(PASSWORD))
    return accounts


def _schools(district, people):
    """As many of the district's schools as their part of the people takes, all of them from 300 people on."""
    rows = list(
        Sar.objects.filter(cycle=_cycle(district)).order_by("school").values_list("school", flat=True).distinct()
    )
    return rows if people >= WHOLE else rows[: max(1, len(rows) * people // WHOLE)]


def _cycle(district):
    return Cycle.objects.filter(district=district, state="open").order_by("-academic_year").first()


def _office(district, people):
    supervisors = min(SUPERVISORS, max(1, SUPERVISORS * people // WHOLE))
    for number, role in enumerate([*OFFICE, *["supervisor"] * supervisors]):
        of_role = User.objects.in_role(role).filter(district=district).order_by("pk").values_list("username", flat=True)
        place = number - len(OFFICE) if role == "supervisor" else 0
        yield Account(of_role[place], role, f"10.0.0.{number + 1}", district)


def _of_schools(district, schools):
    """Heads first, then teachers, then members of boards: the people of a school sit behind one address."""
    reports = {}
    for pk, school in _reports(district, schools).order_by("pk").values_list("pk", "school"):
        reports.setdefault(school, []).append(pk)
    for role in SCHOOL:
        for number, school in enumerate(schools):
            name = f"s{school}-{role}"
            yield Account(name, role, f"10.1.{number // 250}.{number % 250 + 1}", district, school, reports[school])


def _reports(district, schools):
    return Sar.objects.filter(cycle=_cycle(district), school__in=schools)


@transaction.atomic
def _begin_anew(reports):
    """As on the morning of a day on which nobody has written more than words. What an earlier run has left goes."""
    keys = list(reports.values_list("pk", flat=True))
    cycles = set(reports.values_list("cycle", flat=True))
    files = list(SarFile.objects.filter(sar__in=keys, stored__size__gt=204_800).values_list("stored", flat=True))
    for model in (Submission, SarFile, BoardApproval):
        model._base_manager.filter(sar__in=keys)._raw_delete("default")
    TransitionRecord.objects.filter(
        content_type__app_label="schools", content_type__model="sar", object_id__in=map(str, keys)
    ).exclude(transition="start")._raw_delete("default")
    _empty(reports.exclude(state="expected"))
    recount(cycles)
    Cycle.objects.filter(pk__in=cycles).update(due_on=timezone.localdate())
    StoredFile.objects.filter(pk__in=files).update(name="bench.pdf")


def _empty(reports):
    from schools.models import ItemRating, StandardSection

    pairs = ("submitted", "returned", "accepted")
    facts = {f"{name}_{part}": None for name in pairs for part in ("at", "by")}
    StandardSection.objects.filter(sar__in=reports).update(level=None, reason="")
    ItemRating.objects.filter(sar__in=reports).update(level=None, rated_at=None)
    reports.update(
        state=MACHINES[Sar].by_name["start"].target, overall_level=None, way_forward="", handed_in_on=None, **facts
    )


# ---------------------------------------------------------------- afterwards


def check(district, sent):
    """(how many reports were submitted, [sentences on what is wrong]). `sent`: {report: SHA-256 of its PDF}."""
    of_reports = {"sar__in": sent}
    submissions = dict(Submission.objects.filter(**of_reports).values_list("sar").annotate(n=Count("pk")))
    steps = dict(
        TransitionRecord.objects.filter(
            content_type__app_label="schools",
            content_type__model="sar",
            transition="submit",
            object_id__in=map(str, sent),
        )
        .values_list("object_id")
        .annotate(n=Count("pk"))
    )
    wrong = [f"report {pk} was submitted {n} times" for pk, n in submissions.items() if n != 1]
    wrong += [f"report {pk} took the step {n} times" for pk, n in steps.items() if n != 1]
    wrong += _papers(sent)
    if wrong_counts({_cycle(district).pk}):
        wrong.append("the counts of levels are not what the reports say")
    return Sar.objects.filter(pk__in=submissions, state="submitted").count(), wrong


def _papers(sent):
    kept = {}
    for pk, sha256 in SarFile.objects.filter(sar__in=sent).values_list("sar", "stored__sha256"):
        kept.setdefault(pk, []).append(sha256)
    return [f"the PDF of report {pk} is not the one that was sent" for pk, sha in sent.items() if kept.get(pk) != [sha]]
