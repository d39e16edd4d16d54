from dataclasses import dataclass, field
from datetime import date

from qa_portal.core.models import District, User
from schools.models import School


@dataclass
class World:
    """The fictional district that the demo's parts build on. Dates are relative to `today`, so the demo stays alive."""

    today: date
    district: District = None
    people: dict[str, User] = field(default_factory=dict)
    schools: list[School] = field(default_factory=list)
