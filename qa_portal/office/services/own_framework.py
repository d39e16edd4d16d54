"""Keeping the items of the office's own standards, and bringing them into a new version (A9-01..04)."""

from django.db import transaction

from qa_portal.core.workflow import Refused
from qa_portal.office.models import LevelWords, OwnItem, OwnTick
from schools.models import Framework, Indicator, QualityLevel
from schools.services.frameworks import frozen_sentence

COPIED = ("position", "name", "needs", "least_projects", "words", "traces")


def twins(copy, framework):
    """{indicator of `framework`: the same one of its copy}."""
    place = ("standard__number", "code")
    new = {row[:2]: row[2] for row in Indicator.objects.filter(standard__framework=copy).values_list(*place, "pk")}
    rows = Indicator.objects.filter(standard__framework=framework).values_list(*place, "pk")
    return {pk: new[number, code] for number, code, pk in rows}


def copy_items(copy, framework):
    """What a new version of a framework takes over beyond its standards (schools.services.frameworks.COPIES)."""
    twin = twins(copy, framework)
    for item in OwnItem.objects.of_framework(framework).prefetch_related("ticks"):
        facts = {name: getattr(item, name) for name in COPIED}
        made = OwnItem.objects.create(indicator_id=twin[item.indicator_id], **facts)
        write_ticks(made, [tick.name for tick in item.ticks.all()])
    levels = {row.value: row for row in QualityLevel.objects.filter(framework=copy)}
    for row in LevelWords.objects.filter(indicator__in=twin).select_related("level"):
        LevelWords.objects.create(indicator_id=twin[row.indicator_id], level=levels[row.level.value], text=row.text)


def write_ticks(item, names):
    """Make the criteria of an item these, in this order."""
    item.ticks.all().delete()
    for position, name in enumerate(names, 1):
        OwnTick.objects.create(item=item, position=position, name=name)


def lock_unused(framework):
    """The framework, locked so that no report begins on it before what is written is saved. Refused once one has."""
    locked = Framework.objects.select_for_update().get(pk=framework.pk)
    if locked.is_used:
        raise Refused(frozen_sentence())
    return locked


@transaction.atomic
def save_item(item, ticks):
    """An item with its criteria; a new one stands last in its indicator."""
    lock_unused(item.indicator.standard.framework)
    if not item.position:
        last = OwnItem.objects.filter(indicator=item.indicator).order_by("-position").first()
        item.position = last.position + 1 if last else 1
    item.save()
    write_ticks(item, ticks)
    return item


@transaction.atomic
def remove_item(item):
    """Takes an item out; those below move up."""
    lock_unused(item.indicator.standard.framework)
    below = OwnItem.objects.filter(indicator=item.indicator, position__gt=item.position)
    item.delete()
    for row in below.order_by("position"):
        row.position -= 1
        row.save()


@transaction.atomic
def save_level_words(indicator, texts):
    """`texts`: {level: what it means for this indicator}; an empty text takes the row away."""
    lock_unused(indicator.standard.framework)
    there = {row.level_id: row for row in LevelWords.objects.filter(indicator=indicator)}
    for level, text in texts.items():
        row = there.get(level.pk) or LevelWords(indicator=indicator, level=level)
        if text and text != row.text:
            row.text = text
            row.save()
        elif not text and row.pk:
            row.delete()
