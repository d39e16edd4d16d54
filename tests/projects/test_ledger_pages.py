"""The pages of the ledger: what is typed wrong stays, what is refused offers a way out, nobody else's paper opens."""

import re
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from projects.checks import money as money_checks
from projects.checks.budget import read_budget
from projects.models import Activity, ActivityState, Commitment, Expense, Funding, ProjectRules, Transfer
from projects.reports import year_money
from projects.reports.year_sums import PlanYear
from projects.services import ledger, spending
from qa_portal.core.thai import fiscal_year_range
from qa_portal.core.workflow import Refused, perform
from tests.factories.core import person
from tests.factories.projects import LineFactory, complete_project, project_in
from tests.factories.supervision import photo_upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return project_in("running", transfers_allowed=True)


@pytest.fixture
def clerk(project):
    return person("finance_staff", project.district)


def page_of(name, *args):
    return reverse(f"projects:{name}", args=args)


def typed(**values):
    return {"amount": "100", "paid_on": "20/11/2569", "ledger_end": "0", "note": "อาหาร"} | values


BEFORE = "โครงการนี้อยู่ในปีงบประมาณ 2570 วันที่ต้องไม่ก่อน 1 ต.ค. 2569"
TO_COME = "วันที่นี้ยังมาไม่ถึง โปรดกรอกวันที่ตามเอกสาร"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("paid_on", "30/09/2569", BEFORE),
        ("paid_on", "01/01/2600", TO_COME),
        ("amount", "2,801", "โครงการเหลือเงินเพียง 2,800 บาท"),
    ],
)
def test_expense_refused_says_why_at_its_field_and_keeps_the_rest(project, clerk, sign_in, field, value, sentence):
    response = sign_in(clerk).post(page_of("project_expenses", project.pk), typed(**{field: value}))
    form = response.context["form"]
    assert (response.status_code, form.errors, form["note"].value()) == (422, {field: [sentence]}, "อาหาร")
    assert (form[field].value(), Expense.objects.count()) == (value, 0)


def test_expense_above_its_line_offers_the_transfer_that_it_lacks(project, clerk, sign_in):
    short, rich = LineFactory(project=project), project.lines.first()
    response = sign_in(clerk).post(page_of("project_expenses", project.pk), typed(line=short.pk))
    assert response.context["form"].offer == (short, 100)
    offered = f"{page_of('transfer_add', project.pk)}?line={short.pk}&amount=100"
    form = sign_in(clerk).get(offered).context["form"]
    assert [(line, get.value()) for line, _give, get in form.table] == [(rich, None), (short, 100)]


def test_expense_above_the_offices_limit_needs_its_paper(project, clerk, sign_in):
    ProjectRules.objects.create(district=project.district, receipt_above=1_000)
    client, page = sign_in(clerk), page_of("project_expenses", project.pk)
    refused = client.post(page, typed(amount="1,001"))
    assert refused.context["form"].errors == {"receipt": ["รายจ่ายเกิน 1,000 บาทต้องแนบไฟล์เอกสาร"]}
    assert client.post(page, typed(amount="1,001", receipt=photo_upload())).status_code == 302
    expense = Expense.objects.get()
    paper = client.get(page_of("expense_file", expense.pk))
    assert (paper.headers["Content-Type"], b"".join(paper.streaming_content)[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert sign_in(person("finance_staff")).get(page_of("expense_file", expense.pk)).status_code == 404


def test_paper_of_a_wrong_kind_is_refused_at_its_field(project, clerk, sign_in):
    wrong = SimpleUploadedFile("ใบเสร็จ.exe", b"MZ\x00\x01")
    response = sign_in(clerk).post(page_of("project_expenses", project.pk), typed(receipt=wrong))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["receipt"])


@pytest.mark.parametrize("wrong", [{"paid_on": ""}, {"ledger_end": "9"}, {"amount": "2,801"}])
def test_paper_outlives_what_is_refused_beside_it(project, clerk, sign_in, wrong):
    """A field, a stale page, the ledger itself: the file need not be chosen again, and is good for its sender alone."""
    client, page = sign_in(clerk), page_of("project_expenses", project.pk)
    refused = client.post(page, typed(receipt=photo_upload("ใบเสร็จ.jpg"), **wrong))
    form = refused.context["form"]
    assert (refused.status_code, form.stored.name) == (422, "ใบเสร็จ.jpg")
    assert form.fields["receipt"].help_text == "ได้รับไฟล์ “ใบเสร็จ.jpg” และเก็บไว้แล้ว ไม่ต้องเลือกใหม่"
    ticket = form["receipt_kept"].value()
    sign_in(person("finance_staff", project.district)).post(page, typed(receipt_kept=ticket))
    sign_in(clerk).post(page, typed(receipt_kept=ticket, ledger_end=str(Expense.objects.get().pk)))
    assert [expense.receipt for expense in Expense.objects.order_by("pk")] == [None, form.stored]


def test_commitment_keeps_its_paper_while_its_amount_is_mended(project, clerk, sign_in):
    client, page = sign_in(clerk), page_of("commitment_add", project.pk)
    order = {"committed_on": "20/11/2569", "payee": "ร้าน", "ledger_end": "0"}
    form = client.post(page, order | {"amount": "", "receipt": photo_upload("ใบสั่ง.jpg")}).context["form"]
    client.post(page, order | {"amount": "100", "receipt_kept": form["receipt_kept"].value()})
    assert Commitment.objects.get().receipt.name == "ใบสั่ง.jpg"


def test_commitment_is_paid_released_and_open_again_when_taken_back(project, clerk, sign_in):
    line, client = project.lines.get(), sign_in(clerk)
    typed_order = {"line": line.pk, "amount": "1,000", "committed_on": "20/11/2569", "ledger_end": "0"}
    client.post(page_of("commitment_add", project.pk), typed_order)
    order = Commitment.objects.get()
    client.post(page_of("commitment_pay", order.pk), typed(amount="600"))
    client.post(page_of("commitment_release", order.pk), {"amount": "100", "note": "ลดจำนวน", "ledger_end": "0"})
    assert ledger.money_of_line(line) == ledger.Money(Decimal(2_800), Decimal(300), Decimal(600))
    spending.reverse_expense(Expense.objects.get(), by=clerk, note="ผิดใบ")
    assert ledger.money_of_line(line) == ledger.Money(Decimal(2_800), Decimal(900), Decimal(0))


def test_commitment_is_not_paid_above_what_is_open(project, clerk, sign_in):
    order = spending.record_commitment(project, amount=Decimal(500), by=clerk)
    response = sign_in(clerk).post(page_of("commitment_pay", order.pk), typed(amount="501"))
    sentence = "รายการผูกพันนี้ค้างจ่ายเพียง 500 บาท ส่วนที่เกินโปรดบันทึกเป็นรายจ่ายแยกต่างหาก"
    assert (response.status_code, response.context["form"].errors) == (422, {"amount": [sentence]})


def transfer_typed(giver, getter, give="500", get="500", token=None):
    return {"reason": "ซื้อเพิ่ม", "token": str(token or uuid4()), f"give_{giver.pk}": give, f"get_{getter.pk}": get}


def test_transfer_sent_twice_is_one_and_moves_when_somebody_else_approves(project, clerk, sign_in):
    giver, getter = project.lines.get(), LineFactory(project=project)
    data = transfer_typed(giver, getter)
    for _twice in range(2):
        sign_in(clerk).post(page_of("transfer_add", project.pk), data)
    transfer = Transfer.objects.get()
    assert ledger.money_of_line(getter).left == 0
    perform(transfer, "approve", by=person("director", project.district))
    assert [(row.left_before, row.amount) for row in transfer.rows.all()] == [(2_800, -500), (0, 500)]
    assert (ledger.money_of_line(giver).left, ledger.money_of_line(getter).left) == (2_300, 500)


def test_transfer_of_unequal_sides_keeps_what_was_typed(project, clerk, sign_in):
    giver, getter = project.lines.get(), LineFactory(project=project)
    response = sign_in(clerk).post(page_of("transfer_add", project.pk), transfer_typed(giver, getter, get="400"))
    form = response.context["form"]
    assert form.non_field_errors() == ["ยอดโอนออก 500 บาท แต่ยอดรับโอน 400 บาท ทั้งสองยอดต้องเท่ากัน"]
    assert (form[f"give_{giver.pk}"].value(), Transfer.objects.count()) == ("500", 0)


def test_transfer_is_refused_when_the_money_is_gone_meanwhile(project, clerk):
    giver, getter = project.lines.get(), LineFactory(project=project)
    rows = [(giver, Decimal(-2_000)), (getter, Decimal(2_000))]
    transfer = spending.propose_transfer(project, rows, reason="ซื้อเพิ่ม", by=clerk)
    spending.record_expense(project, line=giver, amount=Decimal(1_000), by=clerk)
    with pytest.raises(Refused) as refused:
        perform(transfer, "approve", by=person("director", project.district))
    assert str(refused.value) == "“ค่าอาหารกลางวัน” เหลือเงินเพียง 1,800 บาท จึงโอนออก 2,000 บาทไม่ได้"


def test_transfer_is_not_approved_by_its_proposer():
    director = person("director")
    project = project_in("running", transfers_allowed=True, district=director.district)
    rows = [(project.lines.get(), Decimal(-100)), (LineFactory(project=project), Decimal(100))]
    transfer = spending.propose_transfer(project, rows, reason="ซื้อเพิ่ม", by=project.owner)
    transfer.proposed_by = director
    transfer.save()
    with pytest.raises(Refused):
        perform(transfer, "approve", by=director)


def test_transfer_where_the_project_asked_for_none_is_refused(sign_in):
    project = project_in("running")
    response = sign_in(project.owner).get(page_of("transfer_add", project.pk))
    assert (response.status_code, response.url) == (302, page_of("project_expenses", project.pk))


@pytest.mark.parametrize("count", [1, 3])
def test_ledger_page_queries_do_not_grow(project, clerk, sign_in, count, django_assert_num_queries):
    for _each in range(count):
        LineFactory(project=project)
        spending.record_expense(project, line=project.lines.first(), amount=Decimal(10), by=clerk)
        spending.record_commitment(project, amount=Decimal(10), by=clerk)
    client = sign_in(clerk)
    with django_assert_num_queries(26):
        client.get(page_of("project_expenses", project.pk))


def test_every_side_of_the_year_comes_to_the_same(project, clerk):
    Funding.objects.filter(project=project).update(amount_text="1,000", amount=1_000)
    Funding.objects.create(project=project, source="obec", amount_text="1,800", order=2)
    spending.record_expense(project, line=project.lines.get(), amount=Decimal("100.01"), by=clerk)
    spending.record_expense(project, amount=Decimal(50), by=clerk)
    year = PlanYear(project.district, project.fiscal_year)
    for side in year_money.Side:
        rows = year_money.rows(year, side)
        assert sum((row.money for row in rows), ledger.Money()) == year.total.money
    shares = [row.money.spent for row in year_money.rows(year, year_money.Side.SOURCE)]
    assert shares == [Decimal("96.43"), Decimal("53.58")]


def test_plan_before_its_money_names_what_cannot_run():
    project = complete_project()
    day = fiscal_year_range(project.fiscal_year)[0]
    Activity.objects.filter(project=project).update(period_start=day, period_end=day)
    Funding.objects.filter(project=project).update(quarter=2)
    budget = read_budget(project)
    assert [(row.planned, row.arrives, row.gap) for row in money_checks.quarters_of_budget(budget)] == [
        (2_800, 0, 2_800),
        (0, 2_800, 0),
        (0, 0, 0),
        (0, 0, 0),
    ]
    assert [finding.sentence for finding in budget.findings if finding.kind == "quarter"] == [
        "ถึงสิ้นไตรมาสที่ 1 ต้องใช้เงิน 2,800 บาท แต่เงินเข้าเพียง 0 บาท กิจกรรมที่ดำเนินการไม่ได้ก่อนไตรมาสที่ 2 คือ ประชุม"
    ]


def test_money_that_is_not_there_is_said_before_the_paper_that_is_missing(project, clerk, sign_in):
    ProjectRules.objects.create(district=project.district, receipt_above=1_000)
    values = typed(line=project.lines.get().pk, amount="9,999,999,999.99")
    page = sign_in(clerk).post(page_of("project_expenses", project.pk), values)
    assert list(page.context["form"].errors) == ["amount"]


@pytest.fixture
def paid_in_part(project, clerk):
    """Promised 1,000.50; paid 400.25 and 0.25 of it, 100 given back. Spent 50 besides, and 70 that were taken back."""
    line = project.lines.get()
    promise = spending.record_commitment(project, line=line, amount=Decimal("1000.50"), by=clerk)
    for amount in ("400.25", "0.25"):
        spending.record_expense(project, commitment=promise, amount=Decimal(amount), by=clerk)
    spending.release_commitment(promise, amount=Decimal(100), by=clerk, note="ราคาลดลง")
    spending.record_expense(project, line=line, amount=Decimal(50), by=clerk)
    wrong = spending.record_expense(project, line=line, amount=Decimal(70), by=clerk)
    spending.reverse_expense(wrong, by=clerk, note="ลงผิด")
    return project


@pytest.mark.parametrize(("figure", "due", "count"), [("committed", "500", 4), ("spent", "450.50", 5)])
def test_figure_of_the_account_opens_the_rows_that_come_to_it(paid_in_part, clerk, sign_in, figure, due, count):
    address = page_of("project_expenses", paid_in_part.pk)
    page = sign_in(clerk).get(address)
    assert f'href="?kind={figure}#ledger-title"' in page.content.decode()
    page = sign_in(clerk).get(address, {"kind": figure})
    assert (getattr(page.context["moved"], figure), len(page.context["page_obj"])) == (Decimal(due), count)
    assert page.context["spending"][figure] == Decimal(due)


def test_fields_of_the_account_have_names_of_their_own(project, clerk, sign_in):
    ids = re.findall(r' id="([^"]+)"', sign_in(clerk).get(page_of("project_expenses", project.pk)).content.decode())
    assert sorted(ids) == sorted(set(ids))


def test_ledger_sheet_says_that_its_last_row_is_the_total(paid_in_part, clerk, sign_in):
    content = sign_in(clerk).get(page_of("ledger_xlsx", paid_in_part.pk)).content
    rows = list(load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    total = next(row for row in rows if "รวม" in row)
    assert total[6:10] == (0, 500, Decimal("450.5"), Decimal("-950.5"))


def test_quarter_table_tells_of_lines_planned_for_none_and_adds_up():
    project = complete_project()
    LineFactory(project=project, item="ค่าวัสดุ", formula="", stated_text="๑,๒๓๔.๕๖", quarter=3)
    Activity.objects.filter(project=project).update(period_start=None, period_end=None)
    plans = money_checks.quarters_of_budget(read_budget(project))
    assert [(plan.quarter, plan.planned) for plan in plans] == [
        (1, 0),
        (2, 0),
        (3, Decimal("1234.56")),
        (4, 0),
        (None, 2_800),
    ]
    assert (plans[-1].due, plans[-1].there) == (Decimal("4034.56"), 2_800)


def test_quarters_of_the_year_tell_of_lines_planned_for_none_and_add_up(project, clerk, sign_in, client):
    Activity.objects.filter(project=project).update(period_start=None, period_end=None)
    spending.record_expense(project, amount=Decimal("100.25"), by=clerk)
    rows = year_money.quarters(PlanYear(project.district, project.fiscal_year))
    assert [(plan.quarter, plan.planned, paid) for plan, paid in rows] == [
        (1, 0, Decimal("100.25")),
        (2, 0, 0),
        (3, 0, 0),
        (4, 0, 0),
        (None, 2_800, 0),
    ]
    page = sign_in(clerk).get(page_of("year_spending"), {"by": "quarter"}).content.decode()
    table = page[page.index("quarters-title") : page.index("</section>")]
    assert table.count("<span>2,800</span>") == 4  # planned for none, what arrives, and both totals
    assert "ไม่ระบุไตรมาส หรือจ่ายนอกปีงบประมาณ" in table


def test_money_left_after_everything_is_done_is_pointed_out(project, clerk):
    spending.record_expense(project, amount=Decimal(700), by=clerk)
    project.activities.update(state=ActivityState.DONE, finished_at=project.started_at, finished_by=clerk)
    assert [finding.sentence for finding in read_budget(project).findings if finding.kind == "unspent"] == [
        "ดำเนินการครบทุกกิจกรรมแล้ว แต่ใช้เงินเพียงร้อยละ 25"
    ]
