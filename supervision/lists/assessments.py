from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.columns import Column
from supervision.models import ExternalAssessment

# What the columns show: the texts of an assessment are long (as in lists.visits.SHOWN_OF_VISIT).
SHOWN_OF_ASSESSMENT = (
    "level",
    "attempt",
    "state",
    "visit_from",
    "documents_due_on",
    "finalised_on",
    "school__name",
    "school__network__name",
    "round__name",
    "round__number",
)


def _outcome(row):
    return {True: _("Certified"), False: _("Not certified")}.get(row.certified, "")


def _round_name(row):
    name = _("Round %(number)s") % {"number": row.round.number}
    return f"{name} · {_('attempt %(number)s') % {'number': row.attempt}}" if row.is_again else name


ASSESSMENT_COLUMNS = [
    Column(
        "school",
        gettext_lazy("School"),
        lambda a: a.school.name,
        34,
        "school__name_sort",
        ExternalAssessment.get_absolute_url,
    ),
    Column("level", gettext_lazy("Level"), lambda a: str(a.get_level_display()), 20, "level"),
    Column("round", gettext_lazy("Round"), _round_name, 18, "round__number"),
    Column("state", gettext_lazy("Stage"), lambda a: str(a.get_state_display()), 20, "state", kind="state"),
    Column("due", gettext_lazy("Documents due on"), lambda a: a.documents_due_on, 14, "documents_due_on", kind="date"),
    Column("visit", gettext_lazy("Visit from"), lambda a: a.visit_from, 14, "visit_from", kind="date"),
    Column("final", gettext_lazy("Final report"), lambda a: a.finalised_on, 14, "finalised_on", kind="date"),
    Column("certified", gettext_lazy("Certification"), _outcome, 14, "certified"),
    Column("network", gettext_lazy("Network"), lambda a: a.school.network and a.school.network.name, 24),
]
