from django.db import transaction
from django.utils.translation import gettext_lazy as _

from schools.models import (
    Framework,
    Indicator,
    QualityLevel,
    Standard,
)


@transaction.atomic
def copy_framework(framework, *, district):
    """A new version with the same standards, items and levels, for the office to change before a cycle uses it."""
    copies = Framework.objects.filter(code__startswith=f"{framework.code}-").count()
    copy = Framework.objects.create(
        district=district,
        code=f"{framework.code}-{copies + 2}",
        name=str(_("%(name)s (new version)") % {"name": framework.name}),
        kind=framework.kind,
        level=framework.level,
        year=framework.year,
        in_force_from=framework.in_force_from,
    )
    for level in framework.levels.all():
        QualityLevel.objects.create(framework=copy, value=level.value, name=level.name)
    for standard in framework.standards.all():
        twin = Standard.objects.create(framework=copy, number=standard.number, name=standard.name)
        for item in standard.indicators.all():
            words = {"code": item.code, "group": item.group, "name": item.name}
            Indicator.objects.create(standard=twin, position=item.position, **words)
    return copy
