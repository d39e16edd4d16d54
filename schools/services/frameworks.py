from itertools import count

from django.db import transaction
from django.utils.translation import gettext as _

from schools.models import (
    Framework,
    Indicator,
    QualityLevel,
    Standard,
)

COPIES = []
"""What the apps above keep of a framework and copy with it: `f(copy, framework)`, added in AppConfig.ready."""


def new_version(framework, *, district):
    """The unsaved head of a new version, with a code that nobody has."""
    taken = set(Framework.objects.filter(code__startswith=f"{framework.code}-").values_list("code", flat=True))
    codes = (f"{framework.code}-{number}" for number in count(2))
    return Framework(
        district=district,
        code=next(code for code in codes if code not in taken),
        name=_("%(name)s (new version)") % {"name": framework.name},
        kind=framework.kind,
        level=framework.level,
        year=framework.year,
        in_force_from=framework.in_force_from,
    )


def frozen_sentence():
    """Why a framework in use cannot be changed, and what to do instead."""
    return _(
        "A cycle, a school's announced targets, an external assessment or a report of the office use these standards: "
        "they stay as they are, so that no past report changes. To change them, make a new version."
    )


@transaction.atomic
def copy_framework(framework, *, district):
    """A new version with the same standards, items and levels, for the office to change before a cycle uses it."""
    return fill_copy(new_version(framework, district=district), framework)


@transaction.atomic
def fill_copy(copy, framework):
    """Save the head of a new version and give it all that `framework` has."""
    copy.save()
    for level in framework.levels.all():
        QualityLevel.objects.create(framework=copy, value=level.value, name=level.name)
    for standard in framework.standards.all():
        twin = Standard.objects.create(framework=copy, number=standard.number, name=standard.name)
        for item in standard.indicators.all():
            words = {"code": item.code, "group": item.group, "name": item.name}
            Indicator.objects.create(standard=twin, position=item.position, **words)
    for copy_more in COPIES:
        copy_more(copy, framework)
    return copy
