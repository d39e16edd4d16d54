"""The task list on a report's own page: its parts as screens, its PDF, its board."""

from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schools.checks import sar as sar_checks
from schools.models import HOW_FAR, EducationLevel, Standard
from schools.reports.evidence import evidence_of
from schools.reports.sar_screens import screens


@dataclass(frozen=True)
class Task:
    """One part of the report on its page. `status` is a key of HOW_FAR; `url` is blank where it cannot be opened;
    tasks of one `part` stand under its name."""

    label: str
    url: str
    status: str
    detail: str = ""
    part: str = ""

    @property
    def look(self):
        return HOW_FAR[self.status]


def tasks(sar, *, can_write, can_attach):
    """What the school does for its report, in order, and how far each part is."""
    return [
        *_screen_tasks(sar, can_write),
        _pdf_task(sar, can_attach),
        _board_task(sar),
    ]


def _screen_tasks(sar, can_write):
    data, *standards, conclusion, appendix, summary = screens(sar)
    judged = _Judged(sar)
    pairs = [
        (data, _data_status(sar)),
        *((screen, judged.status(screen.row)) for screen in standards),
        (conclusion, _words_status(sar.way_forward, sar.help_wanted)),
        (appendix, _appendix_status(sar)),
        (summary, _summary_status(sar)),
    ]
    for screen, (status, detail) in pairs:
        yield Task(screen.label, screen.url if can_write else "", status, detail, screen.part)


class _Judged:
    """How far each standard is, in a fixed number of queries."""

    def __init__(self, sar):
        self.sections = {row.standard_id: row for row in sar.sections.select_related("level")}
        self.own = {row.own_standard_id: row for row in sar.own_sections.select_related("level")}
        rated = sar.ratings.exclude(level=None).order_by().values_list("indicator__standard")
        self.rated = dict(rated.annotate(Count("pk")))
        self.items = dict(sar.framework.standards.annotate(items=Count("indicators")).values_list("pk", "items"))

    def status(self, standard):
        if not isinstance(standard, Standard):
            return self._own_status(self.own.get(standard.pk))
        section, count, items = self.sections.get(standard.pk), self.rated.get(standard.pk, 0), self.items[standard.pk]
        is_judged = section is not None and section.level is not None and section.reason.strip()
        status = "done" if is_judged and count == items else "begun" if count or is_judged else "todo"
        detail = _("%(rated)s of %(items)s items rated") % {"rated": count, "items": items}
        return status, f"{detail} · {section.level}" if section and section.level else detail

    @staticmethod
    def _own_status(section):
        if section is None or not (section.level or section.reason or section.results):
            return "todo", ""
        return "done" if section.level and section.reason.strip() else "begun", str(section.level or "")


def _data_status(sar):
    """Done with this year's figures, the school's situation, and a basic school's test results."""
    has_figures = sar.school.figures.filter(academic_year=sar.academic_year).exists()
    results = sar.school.test_results.filter(academic_year=sar.academic_year).exclude(mean=None)
    is_tested = sar.level == EducationLevel.EARLY_CHILDHOOD or results.exists()
    lacks = {
        _("figures of this year"): has_figures,
        _("the school's situation"): sar.overview.strip(),
        _("national tests"): is_tested,
    }
    missing = [name for name, is_there in lacks.items() if not is_there]
    if not missing:
        return "done", ""
    status = "begun" if has_figures or sar.overview.strip() else "todo"
    return status, _("Still without: %(names)s") % {"names": ", ".join(missing)}


def _words_status(*words):
    written = [bool(text.strip()) for text in words]
    return "done" if all(written) else "begun" if any(written) else "todo", ""


def _appendix_status(sar):
    found = evidence_of(sar)
    if not found.all:
        return "todo", _("No evidence is shown in this report yet.")
    facts = {"all": len(found.all), "here": len(found.appendix)}
    detail = _("%(all)s pieces of evidence in the report, %(here)s of them in the appendix") % facts
    return "done" if found.appendix else "begun", detail


def _summary_status(sar):
    has_words = bool(sar.executive_summary.strip())
    status = "done" if sar.overall_level_id and has_words else "begun" if sar.overall_level_id or has_words else "todo"
    return status, str(sar.overall_level or "")


def _pdf_task(sar, can_attach):
    count = sar.files.count()
    detail = ngettext("%(count)s version", "%(count)s versions", count) % {"count": count} if count else ""
    status = "done" if count else "todo"
    if pdf_is_older(sar):
        status, detail = "begun", _("The answers were changed after this PDF was made.")
    url = reverse("schools:sar_files", args=[sar.pk]) if can_attach else ""
    return Task(_("PDF of the report"), url, status, detail)


def pdf_is_older(sar):
    """Whether something was written after the newest PDF: a hint, as a school's own PDF may well say it already."""
    latest = sar.latest_file
    return latest is not None and sar.sections.filter(updated_at__gt=latest.stored.stored_at).exists()


def _board_task(sar):
    given = sar.approval
    is_done = not list(sar_checks.approval(sar))
    status = "done" if is_done else "begun" if given else "todo"
    return Task(_("Board's approval"), reverse("schools:sar_board", args=[sar.pk]), status)
