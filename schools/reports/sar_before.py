"""What the same school said a year ago, beside this year's report (F15)."""

from dataclasses import dataclass, field

from schools.models import OwnSection, QualityLevel, StandardSection
from schools.services.mapping import continued_levels, matches_between


@dataclass(frozen=True)
class Before:
    """Last year's levels by item and standard, and its sections by standard: several where the announcement joined
    them, none without a report of last year."""

    academic_year: int | None = None
    items: dict[int, QualityLevel] = field(default_factory=dict)
    standards: dict[int, QualityLevel] = field(default_factory=dict)
    sections: dict[int, list[StandardSection]] = field(default_factory=dict)
    own_sections: dict[str, OwnSection] = field(default_factory=dict)

    def text(self, standard, name):
        """What was written of a standard in the field `name`."""
        texts = [getattr(section, name) for section in self.sections.get(standard, [])]
        return "\n\n".join(text for text in texts if text)


def last_year(sar):
    """Last year's report of the same school and level in this year's words."""
    before = sar.previous()
    if before is None:
        return Before()
    items, standards = continued_levels(before, sar.framework)
    # A school's own standards have no codes: the same name is the same standard.
    own = before.own_sections.select_related("own_standard", "level")
    return Before(
        before.academic_year,
        items,
        standards,
        _sections(before, sar.framework),
        {section.own_standard.name: section for section in own},
    )


def _sections(before, framework):
    older = {section.standard_id: section for section in before.sections.select_related("level")}
    if before.framework_id == framework.pk:
        return {pk: [section] for pk, section in older.items()}
    matches = matches_between(before.framework_id, framework.pk).standards
    return {new: [older[pk] for pk in sorted(olds) if pk in older] for new, olds in matches.items()}
