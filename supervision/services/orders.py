"""An order drafted from what it appoints, and the older one that it takes the place of (A10-02)."""

from django.db import transaction
from django.utils.translation import override

from qa_portal.core import files
from qa_portal.core.letterhead import signed_by
from qa_portal.core.thai import format_date
from supervision.models import Duty, Order, TourPerson

APPOINT = (
    "ดังนั้น เพื่อให้การดำเนินงานเป็นไปด้วยความเรียบร้อย มีประสิทธิภาพ และบรรลุวัตถุประสงค์ {office} "
    "จึงแต่งตั้งคณะกรรมการและมอบหมายหน้าที่ ดังต่อไปนี้"
)
AUTHORITY = (
    "อาศัยอำนาจตามความในมาตรา 37 แห่งพระราชบัญญัติระเบียบบริหารราชการกระทรวงศึกษาธิการ พ.ศ. 2546 และที่แก้ไขเพิ่มเติม"
    " และมาตรา 24 แห่งพระราชบัญญัติระเบียบข้าราชการครูและบุคลากรทางการศึกษา พ.ศ. 2547 และที่แก้ไขเพิ่มเติม"
)
GENERAL = "ให้ผู้ที่ได้รับแต่งตั้งตามคำสั่งนี้ ปฏิบัติหน้าที่ด้วยความเรียบร้อย เกิดประสิทธิภาพ และรายงานผลการปฏิบัติงานต่อผู้บังคับบัญชา"


def begun(district, *, committee=None, tour=None):
    """An order as far as the portal can write it; not saved."""
    subject = f"แต่งตั้ง{committee.name}" if committee else f"แต่งตั้งคณะนิเทศ {tour.name}" if tour else ""
    return Order(
        district=district,
        committee=committee,
        tour=tour,
        subject=subject[:300],
        authority=f"{AUTHORITY}\n{APPOINT.format(office=district.name)}",
        general_duty=_general(committee, tour),
        **signed_by(district),
    )


def _general(committee, tour):
    if committee and committee.duties:
        return f"ให้คณะกรรมการมีหน้าที่ ดังนี้\n{committee.duties}"
    return "\n".join([*_routes(tour), GENERAL]) if tour else GENERAL


def _routes(tour):
    """Which schools each team visits on which days."""
    for team in tour.teams.with_route():
        for day in team.days:
            names = ", ".join(stop.school.name for stop in team.stops.all() if stop.planned_on == day)
            yield f"ชุดที่ {team.number} วันที่ {format_date(day, 'long')}: {names}"


@transaction.atomic
def fill_duties(order):
    """The people of its committee or round as its first duties, numbered as an order prints them."""
    with override("th"):
        rows = _of_committee(order.committee) if order.committee_id else _of_tour(order.tour) if order.tour_id else ()
        for position, (number, row, text) in enumerate(rows, 1):
            who = {"user": row.user, "name": row.name, "person_position": row.position}
            Duty.objects.create(order=order, position=position, number=number, text=text, **who)


def _of_committee(committee):
    for number, member in enumerate(committee.members.select_related("user"), 1):
        yield str(number), member, str(member.get_role_display())


def _of_tour(tour):
    for team in tour.teams.with_route():
        for number, person in enumerate(team.people.all(), 1):
            role = "หัวหน้าชุด" if person.role == TourPerson.Role.LEAD else "กรรมการ"
            yield f"{team.number}.{number}", person, f"{role} ชุดที่ {team.number}"


@transaction.atomic
def keep_signed_copy(order, upload, *, by):
    """The scanned paper; a new one takes the place of the one that is there, which stays in the history."""
    order = Order.objects.select_for_update().get(pk=order.pk)
    order.stored = files.store(upload, district=order.district, by=by)
    order.save(by=by)
    return order
