"""Instruments as plain data and back, new editions, and the moves of the builder."""

from django.db import transaction
from django.db.models import F, Max, ProtectedError
from django.utils.translation import gettext as _

from qa_portal.core.workflow import Refused
from schools.models import Framework, Indicator
from supervision.data.instrument_form import OF_ITEM, Form, Item, Level, Section, write_parts
from supervision.models import Instrument, InstrumentItem, InstrumentSection

OF_FORM = ("code", "name", "guidance", "audience", "form_code")
FAR = 10_000  # positions that no list reaches, while others move


def form_of(instrument):
    """What an instrument says. As many queries whatever its size."""
    sections = instrument.sections.prefetch_related(
        "items__choices", "items__descriptions__level", "items__indicator__standard__framework", "items__asked_if"
    )
    return Form(
        **{name: getattr(instrument, name) for name in OF_FORM},
        levels=tuple(
            Level(row.value, row.word, row.description, row.least_mean) for row in instrument.levels.order_by("-value")
        ),
        sections=tuple(
            Section(row.title, row.guidance, tuple(item_form(item) for item in row.items.all())) for row in sections
        ),
    )


def item_form(item):
    described = sorted(((row.level.value, row.text) for row in item.descriptions.all()), reverse=True)
    return Item(
        **{name: getattr(item, name) for name in OF_ITEM},
        indicator=indicator_key(item.indicator) if item.indicator_id else "",
        asked_if=item.asked_if.number if item.asked_if_id else "",
        choices=tuple(row.text for row in item.choices.all()),
        described=tuple(described),
    )


def indicator_key(indicator):
    """The one spelling by which sheets and ready-made forms name an item of the standards."""
    return f"{indicator.standard.framework.code}:{indicator.code}"


def indicators_for(district):
    """{key: Indicator} of what a district may link to; its own version of a framework before the country's."""
    offered = Framework.objects.offered_to(district)
    rows = Indicator.objects.filter(standard__framework__in=offered).select_related("standard__framework")
    return {indicator_key(row): row for row in rows.order_by(F("standard__framework__district").asc(nulls_first=True))}


@transaction.atomic
def make_edition(form, *, district, after=0):
    """A draft of the district that says what the form says, numbered after the last edition of its code and `after`."""
    editions = Instrument.objects.filter(district=district, code=form.code)
    last = max(editions.aggregate(last=Max("edition"))["last"] or 0, after)
    facts = {name: getattr(form, name) for name in OF_FORM}
    instrument = Instrument.objects.create(district=district, edition=last + 1, **facts)
    write_parts(instrument, form, indicators=indicators_for(district))
    return instrument


def new_edition(instrument, *, district):
    """A draft of the district that says everything of the instrument."""
    return make_edition(form_of(instrument), district=district, after=instrument.edition)


@transaction.atomic
def delete_draft(instrument, *, by):
    """A draft goes with all its parts; history keeps them. Refused for what is or was in use, or is named anywhere."""
    instrument = Instrument.objects.select_for_update(of=("self",)).get(pk=instrument.pk)
    if not instrument.is_draft:
        raise Refused(_("It has been put into use, so it stays: take it out of use instead."))
    try:
        with transaction.atomic():
            instrument.delete(by=by)
    except ProtectedError as error:
        raise Refused(_("Something of the portal uses this draft already, so it stays.")) from error


# ---------------------------------------------------------------- the builder: places of sections and items


@transaction.atomic
def add_section(instrument, *, title, guidance=""):
    return instrument.sections.create(position=_next(instrument.sections), title=title, guidance=guidance)


def _next(rows):
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


@transaction.atomic
def add_item(section, **facts):
    item = section.items.create(position=_next(section.items), number="–", **facts)
    renumber(section.instrument)
    item.refresh_from_db()
    return item


@transaction.atomic
def duplicate_item(item):
    """The same once more, below it."""
    form, section = item_form(item), item.section
    facts = {name: getattr(form, name) for name in OF_ITEM}
    facts |= {"indicator": item.indicator, "asked_if": item.asked_if, "number": "–"}
    copy = section.items.create(position=_next(section.items), **facts)
    for row in item.choices.all():
        copy.choices.create(position=row.position, text=row.text)
    for row in item.descriptions.all():
        copy.descriptions.create(level=row.level, text=row.text)
    rows = [row for row in section.items.all() if row != copy]
    rows.insert(rows.index(item) + 1, copy)
    _place(InstrumentItem, rows)
    renumber(section.instrument)
    return copy


@transaction.atomic
def move_row(row, step):
    """A section, or an item within its section, up (-1) or down (1); at the end of the list nothing moves."""
    siblings = list(row.section.items.all() if isinstance(row, InstrumentItem) else row.instrument.sections.all())
    place = siblings.index(row) + step
    if 0 <= place < len(siblings):
        siblings.remove(row)
        siblings.insert(place, row)
        _place(type(row), siblings)
    renumber(row.section.instrument if isinstance(row, InstrumentItem) else row.instrument)


@transaction.atomic
def remove_row(row):
    """A section with its items, or an item. Rules that named it go: the items are then always asked."""
    is_item = isinstance(row, InstrumentItem)
    instrument = row.section.instrument if is_item else row.instrument
    going = [row] if is_item else list(row.items.all())
    for item in InstrumentItem.objects.filter(asked_if__in=going):
        item.asked_if, item.asked_if_answer = None, ""
        item.save()
    row.delete()
    _place(InstrumentSection, list(instrument.sections.all()))
    renumber(instrument)


def _place(model, rows):
    """Their positions in the order given, from 1; the constraint holds at every moment."""
    if [row.position for row in rows] == list(range(1, len(rows) + 1)):
        return
    model.objects.filter(pk__in=[row.pk for row in rows]).update(position=F("position") + FAR)
    for position, row in enumerate(rows, 1):
        row.position = position
        row.save()


def renumber(instrument):
    """Positions without holes, and the items' printed numbers after their places."""
    for section in instrument.sections.prefetch_related("items"):
        items = list(section.items.all())
        _place(InstrumentItem, items)
        for item in items:
            number = f"{section.position}.{item.position}"
            if item.number != number:
                item.number = number
                item.save()


@transaction.atomic
def save_item_parts(item, *, choices, described):
    """The choices in their order and the descriptions, {level: text}: what stays the same keeps its row."""
    kept = {row.text: row for row in item.choices.all()}
    for text in kept.keys() - set(choices):
        kept[text].delete()
    for position, text in enumerate(choices, 1):
        item.choices.update_or_create(text=text, defaults={"position": position})
    item.descriptions.exclude(level__in=[level for level, text in described.items() if text]).delete()
    for level, text in described.items():
        if text:
            item.descriptions.update_or_create(level=level, defaults={"text": text})


@transaction.atomic
def save_levels(instrument, levels):
    """The scale as given, {points: facts}; a level that is not given goes with its descriptions."""
    instrument.levels.exclude(value__in=levels).delete()
    for value, facts in levels.items():
        instrument.levels.update_or_create(value=value, defaults=facts)
