from django.utils.translation import gettext_lazy

from qa_portal.core.columns import Column
from schools.models import Framework


def _owner(framework):
    return framework.district.short_name if framework.district else gettext_lazy("every district")


FRAMEWORK_COLUMNS = [
    Column("name", gettext_lazy("Standards"), lambda f: f.name, 40, "name", Framework.get_absolute_url),
    Column("kind", gettext_lazy("Kind"), lambda f: str(f.get_kind_display()), 22, "kind"),
    Column("level", gettext_lazy("Level"), lambda f: str(f.get_level_display()), 20, "level"),
    Column("year", gettext_lazy("Announced in"), lambda f: str(f.year), 12, "year"),
    Column("in_force", gettext_lazy("In force from"), lambda f: str(f.in_force_from), 14, "in_force_from"),
    Column("items", gettext_lazy("Rated items"), lambda f: f.item_count, 14, kind="number"),
    Column("owner", gettext_lazy("Of"), lambda f: str(_owner(f)), 24),
]
