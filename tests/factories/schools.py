import factory

from schools.models import Membership, Network, School
from schools.services.registry import register_school

from .core import DistrictFactory, person


class NetworkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Network

    district = factory.SubFactory(DistrictFactory)
    name = factory.Sequence(lambda n: f"เครือข่ายสมมุติ {n}")


class SchoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = School

    district = factory.SubFactory(DistrictFactory)
    moe_code = factory.Sequence(lambda n: f"1099{n:06}")
    smis_code = factory.Sequence(lambda n: f"99{n:06}")
    name = factory.Sequence(lambda n: f"โรงเรียนสมมุติ {n}")
    has_early_childhood = True
    has_primary = True
    province = "เมืองสมมุติ"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return register_school(model_class(*args, **kwargs), by=None)


def school_person(role, school):
    """A user with one school role and a membership of the school."""
    user = person(role, school.district)
    Membership.objects.create(user=user, school=school)
    return user
