"""The people of the demo, all invented: one sign-in for each role; a head, a QA teacher and a board for each school."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from qa_portal.core.models import User
from qa_portal.core.roles import ROLES

PASSWORD = "demo-portal-2569"  # noqa: S105  of the demo only, and printed
SCHOOLS = 24
FIRST_NAMES = (
    "ก้องภูผา", "ขวัญตะวัน", "คำแปง", "จันทร์ส่อง", "ชลธารา", "ดาวเรือง", "ตะวันฉาย", "ธารน้ำ", "นภาลัย", "บัวหลวง",
    "ปลายฟ้า", "ผืนทราย", "พายุทอง", "ฟ้าใส", "ภูผาดี", "มะลิวัน", "ยอดดอย", "ริมธาร", "ลมหนาว", "วันใหม่",
    "สายหมอก", "แสงเทียน", "อรุณรุ่ง", "ไอดิน",
)  # fmt: skip
SURNAMES = ("ตัวอย่างดี", "สมมุติวงศ์", "จำลองศรี", "นามสมมุติ", "ลองระบบ")
OFFICE = {
    # username: (role, position, title and first name, surname)
    "admin": ("district_admin", "นักวิชาการคอมพิวเตอร์", "นายเมฆา", "ตัวอย่างดี"),
    "director": ("director", "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา", "นายภูผาทอง", "ตัวอย่างดี"),
    "deputy": ("deputy", "รองผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา", "นางธาราทิพย์", "สมมุติวงศ์"),
    "grouphead": ("group_head", "ผู้อำนวยการกลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา", "นางอรุณฉาย", "จำลองศรี"),
    "supervisor1": ("supervisor", "ศึกษานิเทศก์ชำนาญการพิเศษ", "นางสาวปลายรุ้ง", "นามสมมุติ"),
    "supervisor2": ("supervisor", "ศึกษานิเทศก์ชำนาญการพิเศษ", "นายดินแดง", "ลองระบบ"),
    "supervisor3": ("supervisor", "ศึกษานิเทศก์ชำนาญการ", "นางสาวใบบุญมา", "สมมุติวงศ์"),
    "supervisor4": ("supervisor", "ศึกษานิเทศก์ชำนาญการ", "นายลมโชย", "จำลองศรี"),
    "supervisor5": ("supervisor", "ศึกษานิเทศก์", "นางสาวฟ้าคราม", "ตัวอย่างดี"),
    "plan": ("plan_staff", "นักวิเคราะห์นโยบายและแผน", "นางสาวรุ้งทราย", "นามสมมุติ"),
    "finance": ("finance_staff", "นักวิชาการเงินและบัญชี", "นางดาวประกาย", "ลองระบบ"),
    "committee": ("committee_member", "กรรมการติดตาม ตรวจสอบ ประเมินผล และนิเทศการศึกษา", "นายแสนทุ่ง", "สมมุติวงศ์"),
    "national": ("national_viewer", "เจ้าหน้าที่ส่วนกลาง", "นางสาวนภาใส", "จำลองศรี"),
}
SCHOOL_PEOPLE = (
    # username, role, position, titles, step through the names
    ("head", "school_head", "ผู้อำนวยการสถานศึกษา", ("นาย", "นาง"), 0),
    ("teacher", "school_teacher", "ครู ผู้รับผิดชอบงานประกันคุณภาพ", ("นางสาว", "นาย"), 7),
    ("board", "school_board", "ประธานคณะกรรมการสถานศึกษาขั้นพื้นฐาน", ("นาย", "นาง"), 13),
)
SCHOOL_SIGN_INS = {"head1": "school_head", "teacher1": "school_teacher", "board1": "school_board"}


def sign_ins():
    """(role label, username): one for each role, in the order of core.roles."""
    by_role = {entry[0]: username for username, entry in reversed(OFFICE.items())}
    by_role |= {role: username for username, role in SCHOOL_SIGN_INS.items()}
    return [(role.label, by_role[slug]) for slug, role in ROLES.items()]


def load(world):
    """`world.people`: the people of the office and of the schools; who is there already stays untouched."""
    present = {user.username: user for user in User.objects.all()}
    password = make_password(PASSWORD)
    groups = {group.name: group for group in Group.objects.all()}
    for username, (role, position, first, last) in _everybody():
        user = present.get(username)
        if user is None:
            user = _make(world, username, position, first, last, password)
            user.groups.add(groups[role])
        world.people[username] = user


def _everybody():
    yield from OFFICE.items()
    for number in range(1, SCHOOLS + 1):
        for username, role, position, titles, step in SCHOOL_PEOPLE:
            first = titles[number % 2] + FIRST_NAMES[(number + step) % len(FIRST_NAMES)]
            yield f"{username}{number}", (role, position, first, SURNAMES[(number + step) % len(SURNAMES)])


def _make(world, username, position, first, last, password):
    is_national = username == "national"
    return User.objects.create(
        username=username,
        password=password,
        first_name=first,
        last_name=last,
        position=position,
        email=f"{username}@example.org",
        wants_mail=False,
        district=None if is_national else world.district,
    )
