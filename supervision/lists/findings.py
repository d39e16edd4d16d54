from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.columns import Column
from supervision.models import FindingKind, RecheckVerdict, Verdict
from supervision.models.recheck import LOOKS

KIND_LOOKS = {
    FindingKind.STRENGTH: ("success", "hand-thumbs-up"),
    FindingKind.DEVELOP: ("info", "arrow-up-right-circle"),
    FindingKind.PROBLEM: ("danger", "exclamation-triangle"),
}
# What the columns show; as in lists.visits.SHOWN_OF_VISIT.
SHOWN_OF_FINDING = (
    "text",
    "number",
    "kind",
    "severity",
    "category__name",
    "standard__name",
    "standard__number",
    "visit__code",
    "visit__held_on",
    "visit__school__name",
)


def _standing(row):
    """Of rows `with_last_look`."""
    if row.last_look:
        return RecheckVerdict(row.last_look).label, *LOOKS[row.last_look]
    if row.kind == FindingKind.STRENGTH:
        return "–", "light", "dash"
    return _("Not looked at again yet"), "warning", "hourglass-split"


def _answer(row):
    """Of rows `with_reply`."""
    if row.last_verdict:
        colour, icon = ("success", "check-lg") if row.last_verdict == Verdict.AGREE else ("warning", "chat-left-text")
        return Verdict(row.last_verdict).label, colour, icon
    if row.kind == FindingKind.STRENGTH:
        return "–", "light", "dash"
    return _("Silent"), "secondary", "chat-left"


FINDING_COLUMNS = [
    Column("text", gettext_lazy("What we saw"), lambda row: row.text, 60, link=lambda row: row.get_absolute_url()),
    Column("school", gettext_lazy("School"), lambda row: row.visit.school.name, 30, "visit__school__name_sort"),
    Column(
        "kind",
        gettext_lazy("Kind"),
        lambda row: str(row.get_kind_display()),
        16,
        "kind",
        look=lambda row: (row.get_kind_display(), *KIND_LOOKS[row.kind]),
    ),
    Column("severity", gettext_lazy("How pressing"), lambda row: str(row.get_severity_display()), 12, "severity"),
    Column("category", gettext_lazy("What it is about"), lambda row: row.category.name, 24, "category__position"),
    Column("date", gettext_lazy("Date"), lambda row: row.visit.held_on, 14, "visit__held_on", kind="date"),
    Column("answer", gettext_lazy("The school's view"), lambda row: str(_answer(row)[0]), 18, look=_answer),
    Column(
        "standing",
        gettext_lazy("Looked at again"),
        lambda row: str(_standing(row)[0]),
        20,
        look=_standing,
    ),
    Column("code", gettext_lazy("Number"), lambda row: row.code, 20),
    Column("standard", gettext_lazy("Standard"), lambda row: row.standard and str(row.standard), 24),
]
