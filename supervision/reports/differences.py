"""Where a school rates itself above what was seen at the year's visits or in its last external assessment
(`reports.claims`), as points that may be put to the assessors. Each says its arithmetic; what it means a person judges
(A6-05)."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from schools.models import School
from supervision.models import AssessorIssue, IssueSource
from supervision.reports.claims import DIRECTIONS, claims, words


def differences(user, academic_year):
    """The rows of `claims` that nobody has decided about yet, the widest first."""
    decided = AssessorIssue.objects.in_year(academic_year).filter(
        source=IssueSource.DIFFERENCE,
        school=OuterRef("school"),
        level=OuterRef("level"),
        standard=OuterRef("standard_id"),
    )
    rows = claims(School.objects.visible_to(user), academic_year, reader=user).filter(DIRECTIONS["more"])
    return rows.filter(~Exists(decided)).order_by("-difference", "school__name_sort", "level", "standard_number")


def key_of(row):
    """What a person ticks: the report and the standard."""
    return f"{row.pk}-{row.standard_id}"


def sentences_of(row):
    """One sentence for each side that saw less, with its arithmetic."""
    return [_sentence(row, value, said % _facts(row, value)) for value, said in _sides(row) if _is_less(row, value)]


def _sides(row):
    yield row.seen, _("visits saw %(value)s on average")
    yield row.external, _("the last external assessment gave “%(name)s”, that is %(value)s")


def _facts(row, value):
    return {"value": _shown(value), "name": row.external_name}


def _is_less(row, value):
    return value is not None and value < row.own


def _sentence(row, value, said):
    return _(
        "The school says %(own)s, %(said)s on the same scale of %(lowest)s to %(highest)s: "
        "%(number)s − %(value)s = %(gap)s"
    ) % {
        "own": words(row, row.own),
        "said": said,
        "lowest": row.lowest,
        "highest": row.highest,
        "number": row.own,
        "value": _shown(value),
        "gap": _shown(row.own - value),
    }


def _shown(value):
    return f"{value:.2f}"


def text_of(row):
    """The point as it is put to the assessors."""
    about = _("Standard %(number)s %(name)s") % {"number": row.standard_number, "name": row.standard_name}
    return "\n".join([about, *sentences_of(row)])
