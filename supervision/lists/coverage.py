from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column

COVERAGE_COLUMNS = [
    Column("school", _("School"), lambda s: s.name, 34, "name_sort", lambda s: s.get_absolute_url()),
    Column("network", _("Network"), lambda s: s.network and s.network.name, 24, "network__name_sort"),
    Column("visits", _("Visits"), lambda s: s.visit_count, 10, "visit_count", kind="number"),
    Column("last", _("Last visit"), lambda s: s.last_visit_on, 14, "last_visit_on", kind="date"),
]
