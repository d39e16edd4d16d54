from django.db import transaction
from django.db.models import Max

from supervision.models import Instrument


@transaction.atomic
def new_edition(instrument, *, district):
    """A draft of the district that copies everything of the instrument, numbered after the last edition of its code."""
    editions = Instrument.objects.filter(district=district, code=instrument.code)
    last = max(editions.aggregate(last=Max("edition"))["last"] or 0, instrument.edition)
    copy = Instrument.objects.create(
        district=district,
        code=instrument.code,
        edition=last + 1,
        name=instrument.name,
        guidance=instrument.guidance,
    )
    levels = {level.value: _copy(level, instrument=copy) for level in instrument.levels.all()}
    for section in instrument.sections.all():
        _copy_section(section, copy, levels)
    return copy


def _copy_section(section, instrument, levels):
    items = list(section.items.prefetch_related("descriptions__level"))
    own = _copy(section, instrument=instrument)
    for item in items:
        descriptions = list(item.descriptions.all())
        twin = _copy(item, section=own)
        for description in descriptions:
            _copy(description, item=twin, level=levels[description.level.value])


def _copy(row, **parents):
    """A new row with the values of the old one under other parents."""
    fields = {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in {"version", "created_at", "updated_at"}
    }
    return type(row)._default_manager.create(**fields | parents)
