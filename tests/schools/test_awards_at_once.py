"""Awards announced in the same moment: each honour once, no number twice, none left out."""

from functools import partial

import pytest
from django.urls import reverse

from schools.models import AwardMark, Honour
from tests.factories.awards import Contest
from tests.factories.core import DistrictFactory
from tests.test_two_at_once import AT_ONCE, all_at_once, taken_of

pytestmark = pytest.mark.django_db(transaction=True)


def numbers():
    return sorted(Honour.objects.values_list("number", flat=True))


def test_award_announced_by_many_fingers_is_announced_once():
    contest = Contest(entries=2, judges=1).judged().numbered()
    step = partial(contest.step, "announce")
    assert (taken_of(*[step] * AT_ONCE), numbers()) == (1, ["1/2569", "2/2569"])


def test_awards_of_one_office_never_share_a_number():
    district = DistrictFactory()
    contests = [Contest(entries=1, judges=1, district=district, name=name).judged().numbered() for name in "กขค"]
    steps = [partial(contest.step, "announce") for contest in contests]
    assert (taken_of(*steps), numbers()) == (3, ["1/2569", "2/2569", "3/2569"])


def test_marks_sent_twice_are_one():
    contest = Contest(entries=1, judges=1)
    contest.step("close")
    address = reverse("schools:judging_mark", args=[contest.nominations[0].pk])
    data = {f"points-{row.pk}": "7" for row in contest.award.criteria.all()}
    assert all_at_once(contest.judges[0].user, address, data) == [302] * AT_ONCE
    assert list(AwardMark.objects.values_list("points", flat=True)) == [7, 7]
