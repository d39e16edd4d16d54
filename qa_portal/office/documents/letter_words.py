"""The first words of a memo or letter that is about something of the portal: a project, an order, who owes a report."""

from projects.models import Project
from qa_portal.core.addresses import row_in
from qa_portal.core.thai import format_baht
from schools.documents.sar import LEVEL_NAMES
from schools.models import Cycle, Sar
from supervision.models import Order

LAST = "จึงเรียนมาเพื่อโปรดพิจารณา"


def words_about(user, asked):
    """Fields of a Letter for the row that a request names as `?project=`, `?order=` or `?cycle=`; {} where it names
    none that the user may see."""
    for name, (model, words) in ABOUT.items():
        row = row_in(model.objects.visible_to(user), asked.get(name, ""))
        if row:
            return words(row)
    return {}


def _of_project(project):
    name = project.name if project.name.startswith("โครงการ") else f"โครงการ{project.name}"
    amount = f" วงเงิน {format_baht(project.approved_amount)} บาท" if project.approved_amount is not None else ""
    facts = f"ตามที่ {project.owner} เป็นผู้รับผิดชอบ{name} ปีงบประมาณ พ.ศ. {project.fiscal_year}{amount} นั้น"
    return {"subject": name[:300], "body": f"{facts}\n{LAST}", "enclosures": "รายละเอียดโครงการ จำนวน 1 ชุด"}


def _of_order(order):
    number = f" ที่ {order.number}" if order.number else ""
    body = f"ด้วยได้จัดทำคำสั่ง{number} เรื่อง {order.subject} เรียบร้อยแล้ว รายละเอียดตามเอกสารที่แนบ\n{LAST}"
    return {"subject": f"คำสั่ง {order.subject}"[:300], "body": body, "enclosures": "คำสั่ง จำนวน 1 ฉบับ"}


def _of_cycle(cycle):
    """Every report that is the school's to send, as it stands now."""
    owed = Sar.objects.filter(cycle=cycle).owing().select_related("school").order_by("school__name_sort", "level")
    lines = [f"{n}. {sar.school.full_name} {LEVEL_NAMES[sar.level]}" for n, sar in enumerate(owed, 1)]
    subject = f"สถานศึกษาที่ยังไม่จัดส่งรายงานการประเมินตนเอง ปีการศึกษา {cycle.academic_year}"
    first = f"ด้วยมีรายงานการประเมินตนเองของสถานศึกษา ปีการศึกษา {cycle.academic_year} ที่ยังไม่ได้จัดส่ง จำนวน {len(lines)} ฉบับ ดังนี้"
    return {"subject": subject, "body": "\n".join([first, *lines, LAST])}


ABOUT = {"project": (Project, _of_project), "order": (Order, _of_order), "cycle": (Cycle, _of_cycle)}
