import factory
from django.contrib.auth.models import Group

from qa_portal.core.models import District, User


class DistrictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = District

    code = factory.Sequence(lambda n: f"{9000 + n}")
    name = factory.Sequence(lambda n: f"สำนักงานเขตพื้นที่การศึกษาประถมศึกษาเมืองสมมุติ เขต {n}")
    short_name = factory.Sequence(lambda n: f"สพป.เมืองสมมุติ เขต {n}")
    director_name = "นายตัวอย่าง ผู้อำนวยการ"
    director_position = "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา"


class UserFactory(factory.django.DjangoModelFactory):
    """UserFactory(roles=["director"], district=...)."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    first_name = factory.Sequence(lambda n: f"บุคคล{n}")
    last_name = "สมมุติ"
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    district = factory.SubFactory(DistrictFactory)

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        for slug in extracted or ():
            self.groups.add(Group.objects.get_or_create(name=slug)[0])


def person(role, district=None, **kwargs):
    """A user with one role."""
    extra = {"district": district} if district else {}
    return UserFactory(roles=[role], **extra, **kwargs)
