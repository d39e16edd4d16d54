"""What a school aimed at for the year, beside what it reached (A4-01 step 1, B3)."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from schools.models import OwnStandard, QualityLevel, TargetSheet, TargetSheetState
from schools.reports.targets import own_standards_of
from schools.services.targets import aims_in


@dataclass(frozen=True)
class Aim:
    """The target of one place. `words` as the announcement says it."""

    level: QualityLevel | None
    words: str = ""

    def __str__(self):
        return " – ".join(str(part) for part in (self.level, self.words) if part)

    def __bool__(self):
        return bool(self.level or self.words)

    def look(self, reached):
        """(word, colour, icon) of a reached level against the target; None where one of the two is missing."""
        if self.level is None or reached is None:
            return None
        if reached.value >= self.level.value:
            return _("Target reached"), "success", "check-circle"
        return _("Below the target"), "warning", "arrow-down-circle"


NO_AIM = Aim(None)


@dataclass(frozen=True)
class Targets:
    """The targets of one report: by standard and by item, and the school's own standards."""

    sheet: TargetSheet | None = None
    standards: dict[int, Aim] = field(default_factory=dict)
    items: dict[int, Aim] = field(default_factory=dict)
    own_standards: list[OwnStandard] = field(default_factory=list)

    @property
    def is_announced(self):
        return self.sheet is not None and self.sheet.state == TargetSheetState.ANNOUNCED

    def of_standard(self, pk):
        return self.standards.get(pk, NO_AIM)

    def of_item(self, pk):
        return self.items.get(pk, NO_AIM)


def targets_of(sar):
    """The targets of a report's school, year and level, in three queries."""
    sheet = TargetSheet.objects.of(sar.school_id, sar.academic_year, sar.level)
    if sheet is None:
        return Targets()
    standards, items = aims_in(sheet, sar.framework)
    return Targets(sheet, _aims(standards), _aims(items), list(own_standards_of(sheet)))


def _aims(held):
    return {pk: Aim(level, words) for pk, (level, words) in held.items()}
