"""Person x duty x school, network or project x dates, as it is on a day, with what nobody has (A10-04)."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from supervision.lists.duties import HELD_COLUMNS
from supervision.models import Duty, DutyTopic


@dataclass(frozen=True)
class Held:
    """A topic and one duty for it; without a duty it is a gap. `shared` people have it on that day."""

    topic: DutyTopic
    duty: Duty | None = None
    shared: int = 0

    @property
    def person(self):
        return self.duty.person if self.duty else ""

    @property
    def position(self):
        return self.duty.position_shown if self.duty else ""

    @property
    def number(self):
        return self.duty.number if self.duty else ""

    @property
    def order_name(self):
        return str(self.duty.order) if self.duty else ""

    @property
    def order_url(self):
        return self.duty.order.get_absolute_url() if self.duty else ""

    @property
    def since(self):
        return self.duty and self.duty.first_day

    @property
    def until(self):
        return self.duty and self.duty.last_day

    @property
    def look(self):
        """(word, colour, icon)"""
        if self.duty is None:
            return _("Nobody has it"), "danger", "exclamation-triangle"
        if self.shared > 1:
            return _("%(count)s people have it") % {"count": self.shared}, "info", "people"
        return _("One person"), "success", "person-check"


class Matrix:
    """The topics that `user` sees as they are held on `day`. `person` is a name as it stands in a duty; gaps, which are
    nobody's, stay out of one person's rows."""

    def __init__(self, user, day, *, person="", group="", network=None):
        self.user, self.day, self.person = user, day, person
        self.asked = {"group": group} if group else {}
        self.asked |= {"network": network} if network else {}

    @cached_property
    def duties(self):
        rows = Duty.objects.visible_to(self.user).on(self.day).select_related("order", "user")
        return list(rows.prefetch_related("topics").order_by("order__dated", "order", "position"))

    @cached_property
    def people(self):
        """Everybody who has a duty on that day, whatever it is about."""
        return sorted({duty.person for duty in self.duties})

    @cached_property
    def loose(self):
        """The duties that are about nothing of the list: a gap may be covered by one of them."""
        return [duty for duty in self.duties if not duty.topics.all()]

    @cached_property
    def _held(self):
        """{topic's pk: its duties}"""
        held = {}
        for duty in self.duties:
            for topic in duty.topics.all():
                held.setdefault(topic.pk, []).append(duty)
        return held

    @cached_property
    def topics(self):
        rows = DutyTopic.objects.visible_to(self.user).filter(**self.asked)
        rows = rows.select_related("network", "school", "project")
        return [topic for topic in rows if topic.is_active or topic.pk in self._held]

    @cached_property
    def gaps(self):
        return [] if self.person else [topic for topic in self.topics if topic.pk not in self._held]

    @property
    def rows(self):
        """The gaps first."""
        return [*(Held(topic) for topic in self.gaps), *self.held]

    @cached_property
    def held(self):
        return [
            Held(topic, duty, len({duty.person for duty in self._held[topic.pk]}))
            for topic in self.topics
            for duty in self._held.get(topic.pk, ())
            if self.person in ("", duty.person)
        ]

    @property
    def columns(self):
        return HELD_COLUMNS

    # ------------------------------------------------------------ as a table of people

    @property
    def grid_rows(self):
        """One row a topic: (topic, {person: number of the duty, or a tick}), gaps first."""
        cells = {}
        for held in self.held:
            numbers = cells.setdefault(held.topic.pk, (held.topic, {}))[1]
            said = held.number or "✓"
            numbers[held.person] = f"{numbers[held.person]}, {said}" if held.person in numbers else said
        return [*((topic, {}) for topic in self.gaps), *cells.values()]

    @property
    def grid_columns(self):
        counted = Counter(held.person for held in self.held)
        topic = Column("topic", HELD_COLUMNS[0].header, lambda row: row[0].name, 42, link=_topic_url)
        group = Column("group", HELD_COLUMNS[1].header, lambda row: row[0].group, 24)
        return [topic, group, *(_of_person(place, name) for place, name in enumerate(sorted(counted)))]


def _topic_url(row):
    return row[0].get_absolute_url()


def _of_person(place, name):
    return Column(f"p{place}", name, lambda row: row[1].get(name, ""), 14)
