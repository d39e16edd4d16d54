"""Who was at a meeting, and whether they were enough."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from supervision.models import Attendance, CommitteeMember

State = Attendance.State


@dataclass
class Gathering:
    """`seats`: (member, attendance or None) of all who have a seat on the day; `guests`: attendances."""

    seats: list
    guests: list

    def _of(self, *states):
        return [(member, row) for member, row in self.seats if row and row.state in states]

    @cached_property
    def there(self):
        return self._of(State.PRESENT, State.SENT)

    @cached_property
    def absent(self):
        """Also those of whom nothing is said, once something is said of anybody."""
        known = any(row for _member, row in self.seats)
        return [(member, row) for member, row in self.seats if known and (row is None or row.state == State.ABSENT)]

    @property
    def members(self):
        """Those who count for the quorum: an adviser does not."""
        return sum(1 for member, _row in self.seats if member.role != CommitteeMember.Role.ADVISER)

    @property
    def present(self):
        """Members who came themselves: a person who was sent does not count."""
        came = self._of(State.PRESENT)
        return sum(1 for member, _row in came if member.role != CommitteeMember.Role.ADVISER)

    @property
    def has_quorum(self):
        """Not fewer than half of the members."""
        return bool(self.members) and self.present * 2 >= self.members


def gathering_of(meeting):
    rows = list(meeting.attendances.select_related("member"))
    by_member = {row.member_id: row for row in rows if row.member_id}
    seated = meeting.committee.members.on(meeting.met_on).select_related("user").order_by("position_in_list", "pk")
    return Gathering(
        [(member, by_member.get(member.pk)) for member in seated], [row for row in rows if not row.member_id]
    )
