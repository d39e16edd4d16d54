"""Reports of activities and what belongs to them."""

import uuid
from datetime import date

from projects.models import Activity, ActivityReport
from projects.services.doing import Doing, KeptFile, report_activity
from qa_portal.core import files

from .supervision import photo_upload


def activity_of(project, **kwargs):
    """One more activity of a project, at the end of its table."""
    values = {"title": "อบรม", "number": "2", "order": project.activities.count() + 1} | kwargs
    return Activity.objects.create(project=project, **values)


def reported(activity, *, by=None, day=date(2026, 11, 10), people=None, schools=(), photos=(), **facts):
    """A report of an activity of a running project, as its owner sends it."""
    by = by or activity.project.owner
    report = ActivityReport(
        activity=activity, project=activity.project, token=uuid.uuid4(), done_on=day, result="เสร็จ", **facts
    )
    shown = tuple(KeptFile(stored_photo(activity, by, name), name) for name in photos)
    return report_activity(report, Doing(people=people or {}, schools=schools, photos=shown, has_consent=True), by=by)


def stored_photo(activity, by, name="ภาพ"):
    """A picture of its own for each name."""
    colour = f"#{abs(hash(name)) % 0xFFFFFF:06x}"
    return files.store(photo_upload(f"{name}.jpg", colour=colour), district=activity.project.district, by=by)
