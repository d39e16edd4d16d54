"""Which result reports are due, late, sent or accepted: the list, and the reminders that come of it."""

from dataclasses import dataclass
from datetime import timedelta

import django_filters as filters
from django.db.models import Case, CharField, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import Project, ProjectState, WorkGroup, current_fiscal_year
from qa_portal.core.columns import Column
from qa_portal.core.models import Notice
from qa_portal.core.notices.sentences import must_act
from qa_portal.core.roles import Scope
from qa_portal.core.services import notify
from qa_portal.core.thai import format_date

SOON_DAYS = 30
REMIND_EVERY_DAYS = 7
STANDINGS = {
    "late": _("Late"),
    "soon": _("Due soon"),
    "later": _("Not yet due"),
    "sent": _("Sent"),
    "closed": _("Closed"),
}


def with_standing(projects, day):
    """The projects that owe a result report or have given one, each with its `result_standing` on that day."""
    rows = projects.filter(state__in=(ProjectState.RUNNING, ProjectState.REPORTED, ProjectState.CLOSED))
    return rows.annotate(result_standing=standing_on(day))


def standing_on(day):
    """The key of STANDINGS beside projects; None where no result report is asked for."""
    running = {"state": ProjectState.RUNNING}
    return Case(
        When(state=ProjectState.CLOSED, then=Value("closed")),
        When(state=ProjectState.REPORTED, then=Value("sent")),
        When(**running, report_due_on__lt=day, then=Value("late")),
        When(**running, report_due_on__lte=day + timedelta(days=SOON_DAYS), then=Value("soon")),
        When(**running, then=Value("later")),
        output_field=CharField(),
    )


LOOKS = {
    "late": ("danger", "alarm"),
    "soon": ("warning", "hourglass-split"),
    "later": ("secondary", "calendar"),
    "sent": ("info", "send-check"),
    "closed": ("dark", "archive"),
}


@dataclass(frozen=True)
class Standing:
    """How the result report of one project stands: a word with its colour and icon."""

    key: str
    is_begun: bool

    @property
    def is_owed(self):
        return self.key in ("late", "soon", "later")

    @property
    def word(self):
        return STANDINGS[self.key]

    @property
    def colour(self):
        return LOOKS[self.key][0]

    @property
    def icon(self):
        return LOOKS[self.key][1]


def standing_of(project):
    """The Standing of a project that was read with `standing_on` and `with_presence`; None where no result report is
    asked for."""
    return Standing(project.result_standing, is_begun=project.has_result) if project.result_standing else None


def late_count(district, day):
    """How many rows the list shows as late."""
    return with_standing(Project.objects.filter(district=district), day).filter(result_standing="late").count()


class ResultFilter(filters.FilterSet):
    text = filters.CharFilter(label=_("Project name"), method="by_text")
    standing = filters.ChoiceFilter(
        label=_("Result report"), choices=[*STANDINGS.items()], empty_label=_("All reports"), method="by_standing"
    )
    whose = filters.ChoiceFilter(
        label=_("Whose"), choices=[("mine", _("Mine"))], empty_label=_("Everybody's"), method="by_person"
    )
    group = filters.ModelChoiceFilter(
        label=_("Group"), field_name="groups", queryset=WorkGroup.objects.none(), empty_label=_("All groups")
    )
    fiscal_year = filters.ChoiceFilter(label=_("Fiscal year"), empty_label=_("All years"))

    class Meta:
        model = Project
        fields = []

    def __init__(self, data=None, *args, request, **kwargs):
        super().__init__(data, *args, request=request, **kwargs)
        rows = Project.objects.visible_to(request.user)
        years = {current_fiscal_year(), *rows.order_by().values_list("fiscal_year", flat=True).distinct()}
        self.filters["fiscal_year"].extra["choices"] = [(str(year), str(year)) for year in sorted(years, reverse=True)]
        self.filters["group"].queryset = WorkGroup.objects.visible_to(request.user)
        if request.user.scope is Scope.NATION:  # the groups of every office would make no list to pick from
            del self.filters["group"], self.filters["whose"]

    def by_text(self, rows, name, value):
        return rows.search(value)

    def by_standing(self, rows, name, value):
        return rows.filter(result_standing=value)

    def by_person(self, rows, name, value):
        return rows.filter(owner=self.request.user)


def _result_url(project):
    return f"{project.get_absolute_url()}result/"


COLUMNS = [
    Column("name", _("Project"), lambda row: row.name, 60, "name_sort", _result_url),
    Column("standing", _("Result report"), lambda row: str(STANDINGS[row.result_standing]), 20),
    Column("due", _("Due on"), lambda row: row.report_due_on, 14, "report_due_on", kind="date"),
    Column("state", _("State"), lambda row: row.get_state_display(), 14, "state", kind="state"),
    Column("owner", _("Owner"), lambda row: str(row.owner), 24),
    Column("allotted", _("Approved (baht)"), lambda row: row.allotted, 16, "allotted", kind="money"),
    Column("paid", _("Spent (baht)"), lambda row: row.paid, 16, "paid", kind="money"),
]

LATE = must_act(_("The result report of “%(row)s” was due on %(due)s. Please send it."))
SOON = must_act(_("The result report of “%(row)s” is due on %(due)s."))


def remind_owners():
    """Tell the owners of reports that are late or soon due, once a project in seven days. How many were told."""
    today = timezone.localdate()
    rows = with_standing(Project.objects.select_related("owner"), today).filter(result_standing__in=("late", "soon"))
    waiting = [project for project in rows if not _was_reminded(project, today)]
    for project in waiting:
        text = LATE if project.result_standing == "late" else SOON
        values = {"row": project.name, "due": format_date(project.report_due_on)}
        notify([project.owner], text, values, _reminder_url(project))
    return len(waiting)


def _was_reminded(project, today):
    since = today - timedelta(days=REMIND_EVERY_DAYS)
    told = Notice.objects.filter(recipient=project.owner_id, url=_reminder_url(project))
    return told.filter(created_at__date__gt=since).exists()


def _reminder_url(project):
    """No other notice leads to this address, so that it tells reminders apart."""
    return f"{_result_url(project)}#due"
