"""Filters of what the schools say of themselves: reports, levels, moves, claims."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter, NumberFilter

from qa_portal.office.reports import claims, sar
from schools.models import (
    EducationLevel,
    Framework,
    Indicator,
    ItemRating,
    Sar,
    SarState,
    StandardSection,
)
from supervision.reports.claims import DIRECTIONS, SIDES

from .rows import SchoolBoundFilter, day_filter, year_filter


class SarRowsFilter(SchoolBoundFilter):
    """Over rows annotated by `with_lateness`."""

    academic_year = year_filter(_("Academic year"), "cycle__academic_year")
    level = ChoiceFilter(label=_("Education level"), choices=EducationLevel.choices)
    state = ChoiceFilter(label=_("State"), choices=SarState.choices)
    standing = ChoiceFilter(label=_("Sent or owed"), method="standing_as", choices=list(sar.STANDING_LABELS.items()))
    sent_by, accepted_on = day_filter("sent_by"), day_filter("accepted_on")

    class Meta:
        model = Sar
        fields = []

    def standing_as(self, rows, name, value):
        return rows.filter(sar.STANDINGS[value])


class RatingRowsFilter(SchoolBoundFilter):
    school_path = "sar__school"

    academic_year = year_filter(_("Academic year"), "sar__cycle__academic_year")
    education = ChoiceFilter(label=_("Education level"), field_name="sar__level", choices=EducationLevel.choices)
    standard = NumberFilter(label=_("Standard no."), field_name="standard__number")
    quality = NumberFilter(label=_("Quality level"), field_name="level__value")

    class Meta:
        model = StandardSection
        fields = []


class ItemRowsFilter(RatingRowsFilter):
    """The levels of the items, as RatingRowsFilter those of the standards."""

    standard = NumberFilter(label=_("Standard no."), field_name="indicator__standard__number")
    item = ModelChoiceFilter(label=_("Item"), field_name="indicator", queryset=lambda request: Indicator.objects.none())

    class Meta:
        model = ItemRating
        fields = []

    def __init__(self, *args, district, **kwargs):
        super().__init__(*args, district=district, **kwargs)
        self.filters["item"].queryset = Indicator.objects.filter(
            standard__framework__in=Framework.objects.offered_to(district)
        ).select_related("standard")


class MoveRowsFilter(RatingRowsFilter):
    """Over rows annotated by `synthesis.movers.moves`."""

    academic_year = None
    moved = ChoiceFilter(
        label=_("Moved"),
        method="moved_so",
        choices=[("up", _("Up")), ("down", _("Down")), ("same", _("The same")), ("new", _("No level the year before"))],
    )

    class Meta:
        model = StandardSection
        fields = []

    MOVES = {"up": Q(change__gt=0), "down": Q(change__lt=0), "same": Q(change=0), "new": Q(before=None)}

    def moved_so(self, rows, name, value):
        return rows.filter(self.MOVES[value])


class ClaimRowsFilter(SchoolBoundFilter):
    """Over rows of `supervision.reports.claims`, which come by the year and the side that the page was asked for."""

    year = year_filter(_("Academic year"), "year", method="asked_already")
    level = ChoiceFilter(label=_("Education level"), choices=EducationLevel.choices)
    standard = NumberFilter(label=_("Standard no."), field_name="standard_number")
    against = ChoiceFilter(label=_("Compared with"), method="asked_already", choices=list(SIDES.items()))
    direction = ChoiceFilter(
        label=_("The school says"), method="in_direction", choices=list(claims.DIRECTION_LABELS.items())
    )
    steps = NumberFilter(label=_("Levels apart, at least"), method="apart", min_value=0)
    each = ChoiceFilter(
        label=_("Lines"), method="once", choices=[("school", _("The widest of each school"))], empty_label=_("All")
    )

    class Meta:
        model = Sar
        fields = []

    def asked_already(self, rows, name, value):
        return rows

    def in_direction(self, rows, name, value):
        return rows.filter(DIRECTIONS[value])

    def apart(self, rows, name, value):
        return rows.filter(Q(difference__gte=float(value)) | Q(difference__lte=-float(value)))

    def once(self, rows, name, value):
        return claims.widest_of_each_school(rows)
