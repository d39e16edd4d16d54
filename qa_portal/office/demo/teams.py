"""The demo's ก.ต.ป.น. committee with two meetings (one at a school), the order that appoints it, the order by which
supervisors have their duties, and a round of visits by teams to all its schools, whose visits are still to be made."""

from datetime import date, time, timedelta
from itertools import groupby

from qa_portal.core.thai import to_be
from qa_portal.core.workflow import perform
from supervision.models import Committee, CommitteeMember, DutyTopic, Meeting, Tour
from supervision.services.duty_topics import add_ready_topics
from supervision.services.id_plans import acknowledge, file_plan
from supervision.services.meetings import plan_meeting, save_attendance
from supervision.services.orders import begun, fill_duties
from supervision.services.tours import propose_route, save_people, set_teams

Role = CommitteeMember.Role
SEATS = (
    ("director", "", "", Role.CHAIR),
    ("deputy", "", "", Role.DEPUTY),
    ("committee", "", "", Role.MEMBER),
    ("", "นายสมมุติ ผู้แทนครู", "ผู้แทนข้าราชการครู", Role.MEMBER),
    ("", "นางสมมุติ ผู้แทนผู้บริหาร", "ผู้แทนผู้บริหารสถานศึกษา", Role.MEMBER),
    ("", "นายสมมุติ ผู้ทรงคุณวุฒิ", "ผู้ทรงคุณวุฒิด้านการวัดและประเมินผล", Role.MEMBER),
    ("grouphead", "", "", Role.SECRETARY),
    ("supervisor1", "", "", Role.ASSISTANT),
)
DUTIES = """ศึกษา วิเคราะห์ วิจัย การบริหารและการจัดการศึกษา
กำหนดแนวทางติดตาม ตรวจสอบ ประเมินผล และนิเทศการศึกษา
ติดตาม ตรวจสอบ ประเมินผล และนิเทศการบริหารและการจัดการศึกษาของสถานศึกษา
รายงานผลต่อคณะกรรมการศึกษาธิการจังหวัดและเผยแพร่"""
GAP = "สุขศึกษาและพลศึกษา"  # as in the manual, where nobody of the list has it (A10-04)
OUTCOMES = {
    "1": ("ประธานแจ้งนโยบายการนิเทศปีงบประมาณปัจจุบัน", "รับทราบ"),
    "4": ("ฝ่ายเลขานุการรายงานผลการนิเทศรอบที่ผ่านมา", "รับทราบ"),
    "5": ("ฝ่ายเลขานุการเสนอกำหนดการออกนิเทศเป็นชุด", "เห็นชอบตามที่เสนอ"),
}


def load(world):
    if not Committee.objects.filter(district=world.district, kind="monitoring").exists():
        committee = _committee(world)
        _meetings(world, committee)
        _order(world, committee)
        _assignments(world)
        _tour(world)


def _committee(world):
    since = date(world.today.year - 1, 10, 1)
    committee = Committee.objects.create(
        district=world.district,
        kind="monitoring",
        name="คณะกรรมการติดตาม ตรวจสอบ ประเมินผล และนิเทศการศึกษา",
        duties=DUTIES,
        since=since,
        until=since.replace(year=since.year + 4) - timedelta(days=1),
    )
    for number, (person, name, position, role) in enumerate(SEATS, 1):
        user = world.people[person] if person else None
        committee.members.create(position_in_list=number, user=user, name=name, position=position, role=role)
    return committee


def _meetings(world, committee):
    """One at the office with confirmed minutes, and a coming one at a school."""
    secretary, other = world.people["grouphead"], world.people["supervisor1"]
    hours = {"begins_at": time(9, 30), "ends_at": time(12, 0)}
    meeting = Meeting(committee=committee, met_on=world.today - timedelta(days=40), place="ห้องประชุมสำนักงานเขต", **hours)
    meeting = perform(plan_meeting(meeting), "hold", by=secretary)
    members = list(committee.members.all())
    seats = {member: ("absent" if member.role == Role.DEPUTY else "present", "") for member in members}
    save_attendance(meeting, seats=seats, guests=[("นางสาวสมมุติ ผู้สังเกตการณ์", "ผู้อำนวยการสถานศึกษา")])
    for number, (text, outcome) in OUTCOMES.items():
        meeting.agenda.filter(number=number).update(text=text, outcome=outcome)
    perform(meeting, "confirm", by=other, note="ที่ประชุมรับรองโดยไม่มีการแก้ไข")
    school = world.schools[2]
    day = world.today + timedelta(days=20)
    plan_meeting(Meeting(committee=committee, met_on=day, kind="mobile", school=school, **hours))


def _order(world, committee):
    head = world.people["grouphead"]
    order = begun(world.district, committee=committee)
    order.dated = order.effective_on = committee.since
    order.number = f"101/{to_be(committee.since.year)}"
    order.save()
    fill_duties(order)
    perform(order, "sign", by=head)


def _assignments(world):
    """Who answers for what: two supervisors have most areas of the ready list, one area both; what is left shows as
    gaps. One of them knows the order and has handed in an ID PLAN."""
    district, head = world.district, world.people["grouphead"]
    add_ready_topics(district, by=head)
    topics = list(DutyTopic.objects.filter(district=district, network=None).exclude(name__contains=GAP))
    order = begun(district)
    order.subject = "มอบหมายหน้าที่ให้ข้าราชการและบุคลากรทางการศึกษาปฏิบัติหน้าที่"
    order.dated = order.effective_on = world.today - timedelta(days=20)
    order.number = f"102/{to_be(order.dated.year)}"
    order.save()
    half = len(topics) // 2
    for place, (person, mine) in enumerate((("supervisor1", topics[: half + 1]), ("supervisor2", topics[half:])), 1):
        _duties_about(order, place, world.people[person], mine)
    perform(order, "sign", by=head)
    _hand_in(order, world)


def _duties_about(order, place, user, topics):
    """One duty for each group of areas, in the words of the ready list."""
    for number, (group, rows) in enumerate(groupby(topics, key=lambda topic: topic.group), 1):
        rows = list(rows)
        text = "\n".join([group, *(row.text or row.name for row in rows)])
        position = {"position": 100 * place + number, "number": f"{place}.{number}"}
        order.duties.create(user=user, text=text, **position).topics.set(rows)


def _hand_in(order, world):
    user = world.people["supervisor1"]
    row = acknowledge(order.acknowledgements.get(user=user), by=user)
    file_plan(row, title="บันทึกข้อความกลุ่มนิเทศ ที่ 15", dated=world.today, upload=None, by=user)


def _tour(world):
    """Four working days from a Monday some weeks ahead, for four teams."""
    monday = world.today + timedelta(days=42 - world.today.weekday())
    tour = Tour.objects.create(
        district=world.district,
        name="การออกนิเทศ ติดตาม แบบบูรณาการ",
        begins_on=monday,
        ends_on=monday + timedelta(days=3),
        daily_rate=200,
    )
    tour.schools.set(world.district.schools.open_at(tour.begins_on))
    set_teams(tour, 4)
    seats = {team: _people(world, team.number) for team in tour.teams.with_route()}
    save_people(tour, seats)
    propose_route(tour)


def _people(world, number):
    """A supervisor leads; four go along."""
    along = [(None, f"นายสมมุติ ร่วมนิเทศ {number}-{place}", "ข้าราชการครู", "member") for place in range(1, 5)]
    return [(world.people[f"supervisor{number}"], "", "", "lead"), *along]
