"""A publication beside the one before it, and who has read it."""

from dataclasses import dataclass

from qa_portal.core.models import User
from schools.models import Membership


@dataclass(frozen=True)
class Difference:
    where: str
    before: str
    now: str


def changes_between(before, now):
    """[Difference] of what two versions show; [] for a first version."""
    if before is None:
        return []
    old, new = dict(_flat(before.content)), dict(_flat(now.content))
    return [
        Difference(where, old.get(where, "–"), new.get(where, "–"))
        for where in dict.fromkeys([*new, *old])
        if old.get(where, "–") != new.get(where, "–")
    ]


def chapters_changed(before, now):
    """Titles of the chapters of an annual book that do not say what they said in the version before."""
    if before is None:
        return []
    old = {part["key"]: part["digest"] for part in before.content.get("parts", ())}
    return [part["title"] for part in now.content.get("parts", ()) if old.get(part["key"]) != part["digest"]]


def _flat(content):
    """(place, what stands there) of everything that a version shows."""
    for chapter in content.get("chapters", ()):
        yield chapter["title"], chapter["text"]
    for education in content.get("educations", ()):
        for spread in (*education["standards"], *education["items"]):
            cells = [
                f"{name} {_shown(count)}" for name, count in zip(education["levels"], spread["counts"], strict=True)
            ]
            yield f"{education['label']} · {spread['name']}", " · ".join(cells)
    yield from content.get("figures", ())
    for themes in content.get("themes", {}).values():
        for theme in themes:
            yield theme["name"], _shown(theme["schools"])


def _shown(count):
    return "*" if count is None else str(count)


@dataclass(frozen=True)
class Readings:
    """How many schools of the office have somebody who opened it, and who has not yet."""

    schools: int
    read: int
    people: int


def readings_of(publication):
    members = Membership.objects.current().filter(school__district=publication.district_id, school__closed_on=None)
    readers = publication.readings.values("user")
    return Readings(
        members.order_by().values("school").distinct().count(),
        members.filter(user__in=readers).order_by().values("school").distinct().count(),
        User.objects.filter(pk__in=readers).count(),
    )
