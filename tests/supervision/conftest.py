import pytest

from tests.factories.core import person
from tests.factories.external import assessment_of, day
from tests.factories.schools import SchoolFactory


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def keeper(school):
    return person("group_head", school.district)


@pytest.fixture
def assessment(school):
    return assessment_of(school, noticed_on=day(60))
