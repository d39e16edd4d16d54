from datetime import timedelta

from django.utils import timezone

from supervision.models import SupportPlan

from .schools import SchoolFactory


def support_plan(*, lead, school=None, **kwargs):
    """A plan of the lead's office, from today for half a year."""
    today = timezone.localdate()
    facts = {
        "reason": "chosen",
        "reason_text": "โรงเรียนขอรับการช่วยเหลือ",
        "objectives": "มีเครื่องมือประเมินครบทุกมาตรฐาน\nครูทุกคนใช้ผลประเมิน",
        "begins_on": today,
        "ends_on": today + timedelta(days=180),
    }
    school = school or SchoolFactory(district=lead.district)
    return SupportPlan.objects.create(school=school, lead=lead, **facts | kwargs)
