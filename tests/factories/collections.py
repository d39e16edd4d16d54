"""Forms that the office asked for, as far as a test needs them."""

from datetime import timedelta

from django.utils import timezone

from qa_portal.core.workflow import perform
from supervision.models import Collection, ItemKind, Sheet
from supervision.services.answers import save_answers
from tests.factories.instruments import items_of
from tests.factories.supervision import small_instrument


def draft_collection(by, schools=(), *, people=(), instrument=None, **more):
    """By a keeper of the office, for these schools, or, with `people`, for people of the office; due in a week. Its
    form has two sections: 1 with two rated items, 2 with a rated, a yes-or-no and a text item."""
    audience = "office" if people else "school"
    instrument = instrument or small_instrument(audience=audience, district=by.district)
    facts = {"title": "แบบสมมุติ", "year": 2568, "due_on": timezone.localdate() + timedelta(days=7)}
    rule = "none" if people else "chosen"
    values = {"district": by.district, "instrument": instrument, "school_rule": rule} | facts | more
    collection = Collection.objects.create(**values)
    collection.schools.set(schools)
    collection.people.set(people)
    return collection


def open_collection(by, schools=(), **more):
    return perform(draft_collection(by, schools, **more), "open", by=by)


def sheet_of(collection, owner):
    role = "person" if owner in collection.people.all() else "school"
    return Sheet.objects.select_related("collection__instrument", "school").get(collection=collection, **{role: owner})


def fill(sheet, points=(), *, by, is_yes=True, text="คำตอบ"):
    """Begin, and answer everything: the rated items with these points in their order, the last again for the rest."""
    if sheet.state == "waiting":
        perform(sheet, "begin", by=by)
    levels = {level.value: level for level in sheet.instrument.levels.all()}
    wanted = list(points) or [4]
    given = {}
    for item in items_of(sheet.instrument).values():
        if item.kind == ItemKind.RATED:
            given[item] = {"level": levels[wanted[0]]}
            wanted = wanted[1:] or wanted
        elif item.kind == ItemKind.YES_NO:
            given[item] = {"is_yes": is_yes}
        elif item.kind == ItemKind.TEXT:
            given[item] = {"text": text}
    save_answers(sheet, given)
    return Sheet.objects.get(pk=sheet.pk)


def sent_sheet(collection, school, head, points=(), **said):
    return perform(fill(sheet_of(collection, school), points, by=head, **said), "send", by=head)
