"""The task list on a report's own page."""

from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from schools.checks import sar as sar_checks


@dataclass(frozen=True)
class Task:
    """One part of the report on its page. `status`: done, begun or todo; `url` is blank where it cannot be opened."""

    label: str
    url: str
    status: str
    detail: str = ""

    LOOKS = {
        "done": (gettext_lazy("Done"), "success", "check-circle-fill"),
        "begun": (gettext_lazy("Begun"), "info", "pencil"),
        "todo": (gettext_lazy("Not begun"), "secondary", "circle"),
    }

    @property
    def look(self):
        return self.LOOKS[self.status]


def tasks(sar, *, can_write, can_attach):
    """What the school does for its report, in order, and how far each part is."""
    return [
        *_standard_tasks(sar, can_write),
        _summary_task(sar, can_write),
        _pdf_task(sar, can_attach),
        _board_task(sar),
    ]


def _standard_tasks(sar, can_write):
    sections = {section.standard_id: section for section in sar.sections.select_related("level")}
    rated = dict(sar.ratings.exclude(level=None).order_by().values_list("indicator__standard").annotate(Count("pk")))
    for standard in sar.framework.standards.annotate(items=Count("indicators")):
        section, count = sections.get(standard.pk), rated.get(standard.pk, 0)
        is_judged = section is not None and section.level is not None and section.reason.strip()
        status = "done" if is_judged and count == standard.items else "begun" if count or is_judged else "todo"
        detail = _("%(rated)s of %(items)s items rated") % {"rated": count, "items": standard.items}
        if section and section.level:
            detail = f"{detail} · {section.level}"
        url = reverse("schools:sar_standard", args=[sar.pk, standard.number]) if can_write else ""
        yield Task(str(standard), url, status, detail)


def _summary_task(sar, can_write):
    words = (sar.executive_summary, sar.way_forward, sar.help_wanted)
    status = "done" if sar.overall_level_id else "begun" if any(words) else "todo"
    url = reverse("schools:sar_summary", args=[sar.pk]) if can_write else ""
    return Task(_("Summary and way forward"), url, status, str(sar.overall_level or ""))


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
