"""What can be done to many projects of the list at once."""

from django.db.models import prefetch_related_objects
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.models import Project
from projects.reports import proposal as reports
from projects.services import drafts as services
from projects.services import strategy
from projects.services.owner_reminders import remind_owner, reminder_refusal
from qa_portal.core import jobs
from qa_portal.core.bulk import BulkAction
from qa_portal.core.pages import workbook_response
from qa_portal.core.roles import Verb
from qa_portal.core.spreadsheets import Sheet


def as_sheet(request, rows):
    prefetch_related_objects(rows, "groups")
    sheet = Sheet(_("Projects"), reports.SHEET_COLUMNS, rows, [_("Chosen projects")])
    return workbook_response([sheet], _("Chosen projects"))


def as_pdf(request, rows):
    """One PDF of all proposals, made in the queue."""
    count = len(rows)
    label = ngettext("Proposal of %(count)s project", "Proposals of %(count)s projects", count) % {"count": count}
    params = {"projects": [row.pk for row in rows]}
    return redirect(jobs.start("proposals", label=label, params=params, by=request.user, district=rows[0].district))


def copy_refusal(project, user):
    if not Project.objects.visible_to(user).filter(pk=project.pk, district=user.district_id).exists():
        return _("Projects of another office are not copied.")
    if project.copies.filter(fiscal_year=project.fiscal_year + 1).exists():
        return _("It was copied into %(year)s already.") % {"year": project.fiscal_year + 1}
    return ""


def copy_on(project, user):
    year = project.fiscal_year + 1
    copy = services.copy_project(project, fiscal_year=year, by=user)
    said = _("Copied into %(year)s as a draft.") % {"year": year}
    return f"{said} {strategy.relinked_words(project, year)}".strip(), copy.get_absolute_url()


def remind(project, user):
    remind_owner(project)
    return _("Reminded: %(owner)s.") % {"owner": project.owner}, ""


PROJECT_ACTIONS = (
    BulkAction("sheet", gettext_lazy("Excel"), "file-earmark-spreadsheet", Verb.VIEW_PROJECTS, answer=as_sheet),
    BulkAction(
        "proposals", gettext_lazy("Proposals as one PDF"), "file-earmark-pdf", Verb.VIEW_PROJECTS, answer=as_pdf
    ),
    BulkAction(
        "copy",
        gettext_lazy("Copy to the next year"),
        "copy",
        Verb.PROPOSE_PROJECT,
        gettext_lazy("Each project becomes a draft of the fiscal year after its own, without dates and spending."),
        check=copy_refusal,
        act=copy_on,
        most=50,
    ),
    BulkAction(
        "remind",
        gettext_lazy("Remind the owners"),
        "bell",
        Verb.MANAGE_PROJECTS,
        gettext_lazy("Each owner is told the next step of the project, at most once a day."),
        check=lambda project, user: reminder_refusal(project),
        act=remind,
    ),
)
