"""What `manage.py verify` says of awards, certificates and kept versions of reports that somebody changed by hand."""

import pytest

from qa_portal.core import files
from schools.models import SarFile
from tests.core.verify_kit import all_told, expected
from tests.factories.awards import Contest
from tests.factories.sar import Desk, expected_sar, pdf

pytestmark = pytest.mark.django_db

TABLE = [
    (
        "schools.marks",
        "UPDATE schools_awardmark SET points = 61 WHERE id = {mark}",
        "Mark {mark}: its points are not such as a judge of its award can give.",
    ),
    (
        "schools.award_results",
        "UPDATE schools_awardmark SET points = 40 WHERE nomination_id = {gold} AND points = 55",
        "Nomination {gold}: its points come to “ระดับเหรียญเงิน”, its honours say: IQA AWARD ระดับเหรียญทอง.",
    ),
    (
        "schools.award_results",
        "UPDATE schools_awardmark SET points = 60 WHERE nomination_id = {none} AND points = 10",
        "Nomination {none}: its points come to “ระดับเหรียญทอง”, its honours say: nothing.",
    ),
    (
        "schools.award_results",
        "UPDATE schools_nomination SET withdrawn_at = award_day, withdrawn_by_id = {by} "
        "FROM (SELECT announced_at AS award_day FROM schools_award) a WHERE id = {gold}",
        "Nomination {gold}: it has honours of award {award}, which it does not stand for.",
    ),
    (
        "schools.certificates",
        "UPDATE schools_honour SET number = '3/2569' WHERE number = '1/2569'",
        "Certificates of 2569, office {district}: one before number 3 is missing.",
    ),
    (
        "schools.certificates",
        "UPDATE schools_honour SET number = '2/2568' WHERE number = '2/2569'",
        "Honour {second}: “2/2568” is no number of a certificate of 2569.",
    ),
    (
        "schools.kept_files",
        "UPDATE schools_sarfile SET stored_id = {other} WHERE id = {version}",
        "PDF version {version} of a report was changed after it was kept.",
    ),
    (
        "schools.sendings",
        "UPDATE schools_submission SET content = '{{}}' WHERE id = {sending}",
        "Sending {sending} was changed after it was sent.",
    ),
]


@pytest.fixture
def world():
    contest = Contest(entries=3, judges=1).announced((55, 40), (50, 30), (10, 40))
    kept, other = (files.store(pdf(extra=text), district=contest.district, by=contest.manager) for text in (b"1", b"2"))
    version = SarFile.objects.create(sar=expected_sar(), number=1, stored=kept)
    gold, _silver, none = contest.nominations
    return {
        "mark": gold.marks.get(points=55).pk,
        "gold": gold.pk,
        "none": none.pk,
        "award": contest.award.pk,
        "by": contest.manager.pk,
        "district": contest.district.pk,
        "second": contest.honours[1].pk,
        "version": version.pk,
        "sending": Desk().reach("submitted").sar.submissions.get().pk,
        "other": other.pk,
    }


def test_each_row_that_was_changed_by_hand_is_told(world):
    assert all_told(world, TABLE) == expected(world, TABLE)
