import pytest

from qa_portal.core.models import DistrictKind
from schools.models import School, SchoolSize, size_of, size_range
from tests.factories.core import DistrictFactory
from tests.factories.schools import SchoolFactory

PRIMARY = {0: "none", 1: "small", 120: "small", 121: "medium", 600: "medium", 601: "large", 1500: "large",
           1501: "extra_large"}  # fmt: skip
SECONDARY = {0: "none", 499: "small", 500: "medium", 1499: "medium", 1500: "large", 2499: "large", 2500: "extra_large"}
CASES = [(DistrictKind.PRIMARY, *case) for case in PRIMARY.items()] + [
    (DistrictKind.SECONDARY, *case) for case in SECONDARY.items()
]


@pytest.mark.parametrize(("kind", "pupils", "size"), CASES)
def test_size_at_the_boundaries_of_each_kind_of_district(kind, pupils, size):
    assert size_of(pupils, kind) == size
    least, most = size_range(size, kind)
    assert least <= pupils <= (most or pupils)


@pytest.mark.parametrize("kind", [DistrictKind.PRIMARY, DistrictKind.SECONDARY])
def test_size_ranges_leave_no_gap_and_do_not_overlap(kind):
    ends = [size_range(size, kind) for size in SchoolSize]
    assert [least for least, most in ends[1:]] == [most + 1 for least, most in ends[:-1]]


def test_size_of_unknown_pupils_is_unknown():
    assert size_of(None, DistrictKind.PRIMARY) is None


@pytest.mark.django_db
def test_sized_follows_each_districts_own_rule():
    primary, secondary = DistrictFactory(kind="primary"), DistrictFactory(kind="secondary")
    for district in (primary, secondary):
        SchoolFactory(district=district, pupil_count=400)
    SchoolFactory(district=primary)
    found = {size: set(School.objects.sized(size).values_list("district", flat=True)) for size in ("small", "medium")}
    assert found == {"small": {secondary.pk}, "medium": {primary.pk}}
