from django.utils.translation import gettext_lazy

from qa_portal.core.columns import Column
from schools.models import Award

AWARD_COLUMNS = [
    Column("name", gettext_lazy("Award"), lambda a: a.name, 40, "name", Award.get_absolute_url),
    Column("year", gettext_lazy("Academic year"), lambda a: str(a.academic_year), 12, "academic_year"),
    Column("state", gettext_lazy("State"), lambda a: str(a.get_state_display()), 20, "state", kind="state"),
    Column("opens", gettext_lazy("Nominations from"), lambda a: a.opens_on, 14, "opens_on", kind="date"),
    Column("closes", gettext_lazy("Nominations until"), lambda a: a.closes_on, 14, "closes_on", kind="date"),
    Column("nominated", gettext_lazy("Nominated"), lambda a: a.nomination_count, 12, kind="number"),
]
