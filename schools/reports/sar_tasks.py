"""The task list on a report's own page: its parts as screens, its PDF, its board."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schools.checks import sar as sar_checks
from schools.models import HOW_FAR, EducationLevel, Standard
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


def tasks(sar, progress, *, can_write, can_attach):
    """What the school does for its report, in order, and how far each part is. `progress`: the report's."""
    return [
        *_screen_tasks(sar, progress, can_write),
        _pdf_task(sar, progress, can_attach),
        _board_task(sar, progress.approval),
    ]


def is_judged(sar, progress):
    """Whether all that the board is asked about is there (checks.sar.writing), of what was read already."""
    rows = [*progress.standards, *progress.own_standards]
    return sar.overall_level_id is not None and all(_judged(row, progress)[0] == "done" for row in rows)


def pdf_doubt(sar, progress):
    """What the newest PDF does not say, or "". Where it is older than the answers, the school's own may say them."""
    facts = progress.facts
    if facts.pdf_versions and sar_checks.says_draft(sar, progress.approval, facts.pdf_name, facts.pdf_made_at):
        return sar_checks.SAYS_DRAFT
    return _("The answers were changed after this PDF was made.") if facts.is_pdf_older else ""


def _screen_tasks(sar, progress, can_write):
    rows = [*progress.standards, *progress.own_standards]
    data, *standards, conclusion, appendix, summary = screens(sar, rows)
    pairs = [
        (data, _data_status(sar, progress.facts)),
        *((screen, _judged(screen.row, progress)) for screen in standards),
        (conclusion, _words_status(sar.way_forward, sar.help_wanted)),
        (appendix, _appendix_status(progress.facts)),
        (summary, _summary_status(sar)),
    ]
    for screen, (status, detail) in pairs:
        yield Task(screen.label, screen.url if can_write else "", status, detail, screen.part)


def _judged(standard, progress):
    if not isinstance(standard, Standard):
        return _own_judged(progress.own_sections.get(standard.pk))
    section, count = progress.sections.get(standard.pk), progress.rated.get(standard.pk, 0)
    is_judged = section is not None and section.level is not None and section.reason.strip()
    status = "done" if is_judged and count == standard.items else "begun" if count or is_judged else "todo"
    detail = _("%(rated)s of %(items)s items rated") % {"rated": count, "items": standard.items}
    return status, f"{detail} · {section.level}" if section and section.level else detail


def _own_judged(section):
    if section is None or not (section.level or section.reason or section.results):
        return "todo", ""
    return "done" if section.level and section.reason.strip() else "begun", str(section.level or "")


def _data_status(sar, facts):
    """Done with this year's figures, the school's situation, and a basic school's test results."""
    lacks = {
        _("figures of this year"): facts.has_figures,
        _("the school's situation"): sar.overview.strip(),
        _("national tests"): sar.level == EducationLevel.EARLY_CHILDHOOD or facts.has_results,
    }
    missing = [name for name, is_there in lacks.items() if not is_there]
    if not missing:
        return "done", ""
    status = "begun" if facts.has_figures or sar.overview.strip() else "todo"
    return status, _("Still without: %(names)s") % {"names": ", ".join(missing)}


def _words_status(*words):
    written = [bool(text.strip()) for text in words]
    return "done" if all(written) else "begun" if any(written) else "todo", ""


def _appendix_status(facts):
    if not facts.evidence:
        return "todo", _("No evidence is shown in this report yet.")
    counts = {"all": facts.evidence, "here": facts.in_appendix}
    detail = _("%(all)s pieces of evidence in the report, %(here)s of them in the appendix") % counts
    return "done" if facts.in_appendix else "begun", detail


def _summary_status(sar):
    has_words = bool(sar.executive_summary.strip())
    status = "done" if sar.overall_level_id and has_words else "begun" if sar.overall_level_id or has_words else "todo"
    return status, str(sar.overall_level or "")


def _pdf_task(sar, progress, can_attach):
    count, doubt = progress.facts.pdf_versions, pdf_doubt(sar, progress)
    detail = ngettext("%(count)s version", "%(count)s versions", count) % {"count": count} if count else ""
    status = "done" if count else "todo"
    if doubt:
        status, detail = "begun", doubt
    url = reverse("schools:sar_files", args=[sar.pk]) if can_attach else ""
    return Task(_("PDF of the report"), url, status, detail)


def _board_task(sar, given):
    is_done = not list(sar_checks.of_approval(sar, given))
    status = "done" if is_done else "begun" if given else "todo"
    return Task(_("Board's approval"), reverse("schools:sar_board", args=[sar.pk]), status)
