from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.columns import Column
from supervision.models import AssessmentRound

ROUND_COLUMNS = [
    Column("name", gettext_lazy("Round"), lambda r: r.name, 44, "number", AssessmentRound.get_absolute_url),
    Column("agency", gettext_lazy("Assessor's agency"), lambda r: r.agency, 18),
    Column("years", gettext_lazy("Fiscal years"), lambda r: f"{r.first_year}–{r.last_year}", 16, "first_year"),
    Column("count", gettext_lazy("Assessments"), lambda r: r.assessment_count, 12, "assessment_count", kind="number"),
    Column(
        "owner",
        gettext_lazy("Whose"),
        lambda r: r.district.short_name if r.district else _("Of the country"),
        24,
        "district",
    ),
]
