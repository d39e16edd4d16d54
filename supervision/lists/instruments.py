from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.columns import Column
from supervision.models import Instrument

INSTRUMENT_COLUMNS = [
    Column("name", gettext_lazy("Instrument"), lambda r: r.name, 50, "name", Instrument.get_absolute_url),
    Column("edition", gettext_lazy("Edition"), lambda r: r.edition, 10, "edition", kind="number"),
    Column("form_code", gettext_lazy("Form of the manual"), lambda r: r.form_code, 14, "form_code"),
    Column("audience", gettext_lazy("Filled in by"), lambda r: r.get_audience_display(), 20, "audience"),
    Column("items", gettext_lazy("Number of items"), lambda r: r.item_count, 10, "item_count", kind="number"),
    Column("visits", gettext_lazy("Visits with it"), lambda r: r.visit_count, 12, "visit_count", kind="number"),
    Column(
        "owner",
        gettext_lazy("Whose"),
        lambda r: r.district.short_name if r.district else _("Of the country"),
        22,
        "district",
    ),
    Column("state", gettext_lazy("State"), lambda r: r.get_state_display(), 14, "state", kind="state"),
]
