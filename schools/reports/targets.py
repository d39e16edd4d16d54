"""A school's targets as they are read: by page and announcement alike."""

from dataclasses import dataclass

from schools.models import Indicator, Standard, Target


@dataclass(frozen=True)
class StandardAims:
    """One standard with what the school aims at, for itself and for each of its items; None where nothing is set."""

    standard: Standard
    target: Target | None
    items: list[tuple[Indicator, Target | None]]

    @property
    def named_items(self):
        return [(item, target) for item, target in self.items if target]


def aims_of(sheet):
    """Every standard of the sheet, in three queries."""
    targets = {(row.standard_id, row.indicator_id): row for row in sheet.targets.select_related("level")}
    return [
        StandardAims(
            standard,
            targets.get((standard.pk, None)),
            [(item, targets.get((standard.pk, item.pk))) for item in standard.indicators.all()],
        )
        for standard in sheet.framework.standards.prefetch_related("indicators")
    ]


def own_standards_of(sheet):
    return sheet.own_standards.select_related("target_level", "sheet")
