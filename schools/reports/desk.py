"""A school's own desk: what is asked of it now, each thing one tap away."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.roles import Verb
from qa_portal.core.thai import academic_year
from qa_portal.core.workflow import MACHINES
from schools.models import HOW_FAR, Sar, SarState, TargetSheet, TargetSheetState
from schools.reports.sar_progress import progress_of
from schools.reports.sar_tasks import is_judged, tasks
from schools.services.expected import taught_levels
from schools.services.steps import steps_of
from schools.services.writing import papers_refusal, writing_refusal


@dataclass(frozen=True)
class Line:
    """One thing of the desk: where it opens, how it stands, and in `detail` what is asked."""

    label: str
    url: str
    look: tuple
    detail: str = ""


NEXT = {
    SarState.EXPECTED: gettext_lazy("Begin with the school data or the first standard."),
    SarState.DRAFTING: gettext_lazy("Write on, then present it to the board."),
    SarState.WITH_BOARD: gettext_lazy("The board decides; fill in the meeting and its minutes."),
    SarState.BOARD_APPROVED: gettext_lazy("Attach the PDF and send it to the office."),
    SarState.SUBMITTED: gettext_lazy("The office reads it. Nothing is asked of you now."),
    SarState.RETURNED: gettext_lazy("Mend what the office asks for and send it again."),
    SarState.ACCEPTED: gettext_lazy("Done. Use what was found for the next year."),
}


def desk_of(school, user):
    """{"reports", "lines"} of one school for one of its own people."""
    sars = list(_open_reports(school, user))
    progress = progress_of(sars)
    reports = [_report(sar, progress[sar.pk], user) for sar in sars]
    years = {row["sar"].academic_year for row in reports} | {academic_year(timezone.localdate())}
    is_writer = user.can(Verb.RATE_SAR)
    lines = [line for year in sorted(years, reverse=True) for line in _year(school, year)] if is_writer else []
    return {"reports": reports, "lines": [*_targets(school), *lines] if is_writer else []}


def _open_reports(school, user):
    """What the school works on; for the board alone what it has seen or is to see."""
    rows = Sar.objects.visible_to(user).filter(school=school).asked_on(timezone.localdate())
    if not user.can(Verb.RATE_SAR):
        rows = rows.exclude(state__in=[SarState.EXPECTED, SarState.DRAFTING])
    return rows.select_related("cycle", "framework", "overall_level").order_by("-cycle__academic_year", "level")


def _report(sar, progress, user):
    writes = user.can(Verb.RATE_SAR)
    may = {"can_write": writes and not writing_refusal(sar), "can_attach": writes and not papers_refusal(sar)}
    parts = tasks(sar, progress, **may)
    look = MACHINES[Sar].looks[sar.state]
    return {
        "sar": sar,
        "look": (sar.get_state_display(), look.colour, look.icon),
        "next": _next(sar, progress, user),
        "url": _next_url(sar, parts, user),
        "parts": parts if writes else [],
        "done": sum(part.status == "done" for part in parts),
        "total": len(parts),
        "asked": sar.state not in (SarState.SUBMITTED, SarState.ACCEPTED),
    }


def _next(sar, progress, user):
    if _is_boards_turn(sar, user):
        return _("Read it and decide.")
    if sar.state == SarState.DRAFTING and is_judged(sar, progress):
        return _("All is rated. Read it through, then present it to the board.")
    return NEXT[sar.state]


def _is_boards_turn(sar, user):
    return sar.state == SarState.WITH_BOARD and user.can(Verb.APPROVE_SAR)


def _next_url(sar, parts, user):
    """The page of what comes next: the first part that is not done, the board's page, or the report's own."""
    if sar.state == SarState.WITH_BOARD or not user.can(Verb.RATE_SAR):
        return reverse("schools:sar_board", args=[sar.pk])
    if sar.state in (SarState.EXPECTED, SarState.DRAFTING):
        return next((part.url for part in parts if part.url and part.status != "done"), sar.get_absolute_url())
    return sar.get_absolute_url()


def _targets(school):
    """The targets of this year, and of the next where they are begun: announced before the year (A4-01 step 1)."""
    this_year = academic_year(timezone.localdate())
    sheets = {
        (row.academic_year, row.level): row
        for row in TargetSheet.objects.filter(school=school, academic_year__gte=this_year)
    }
    for level in sorted(taught_levels(school)):
        sheet = sheets.pop((this_year, level), None)
        facts = {"level": level.label, "year": this_year}
        label = _("Target levels %(level)s %(year)s") % facts
        if sheet is None:
            url = f"{reverse('schools:target_begin', args=[school.pk])}?level={level}&academic_year={this_year}"
            yield Line(label, url, HOW_FAR["todo"], _("Announce them before the year begins."))
        else:
            yield Line(label, sheet.get_absolute_url(), _look_of(sheet))
    for (year, _level), sheet in sorted(sheets.items()):
        label = _("Target levels %(level)s %(year)s") % {"level": sheet.get_level_display(), "year": year}
        yield Line(label, sheet.get_absolute_url(), _look_of(sheet))


def _look_of(sheet):
    look = HOW_FAR["done" if sheet.state == TargetSheetState.ANNOUNCED else "begun"]
    return sheet.get_state_display(), *look[1:]


def _year(school, year):
    """The yearly steps and the evidence of a year: the one that runs, or whose report is written now."""
    standings = [record.standing for _step, record in steps_of(school, year)]
    done, total = standings.count("done"), len(standings)
    is_begun = standings.count("todo") < total
    how_far = "done" if total and done == total else "begun" if is_begun else "todo"
    detail = _("%(done)s of %(total)s steps are done") % {"done": done, "total": total}
    url = reverse("schools:school_steps", args=[school.pk, year])
    yield Line(_("Yearly steps of %(year)s") % {"year": year}, url, HOW_FAR[how_far], detail)
    yield _evidence(school, year)


def _evidence(school, year):
    counts = school.evidence.in_year(year).counts()
    detail = _("%(count)s in the register, %(unused)s shown nowhere") % counts
    look = (gettext_lazy("Kept"), "info", "archive") if counts["count"] else HOW_FAR["todo"]
    url = reverse("schools:evidence_list", args=[school.pk, year])
    return Line(_("Evidence of %(year)s") % {"year": year}, url, look, detail)
