"""The room that the files of a school's own people take (core.quota)."""

from django.conf import settings

from qa_portal.core.models import StoredFile
from qa_portal.core.quota import GB, Share, bytes_of, share

from .models import Membership


@share
def of_school(person):
    """Of the first school whose person they are today: what its people of ever have stored."""
    own = person.memberships.current().select_related("school").order_by("school").first()
    if not settings.SCHOOL_QUOTA_GB or own is None:
        return None
    people = Membership.objects.filter(school=own.school_id).values("user")
    return Share(
        str(own.school), bytes_of(StoredFile.objects.filter(stored_by__in=people)), settings.SCHOOL_QUOTA_GB * GB
    )
