"""Several people, or one finger that presses twice, in the same moment: threads against the real database."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from threading import Barrier, Semaphore
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse

from projects.models import (
    ActivityReport,
    Amendment,
    Expense,
    Project,
    ProposalReading,
    ResultReport,
    ResultRow,
)
from projects.services import amending, approvals, results, spending, word_drafts
from projects.services.ledger import money_of_line
from qa_portal.core import jobs
from qa_portal.core.models import Job, Notice, StoredFile, TransitionRecord
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused, perform
from schools.models import School
from supervision.models import AssessorIssue, BatchSar, Correspondence
from tests.factories.batch import gathered, lettered, small_desk, zipped
from tests.factories.chain import Office, walk
from tests.factories.core import DistrictFactory, person
from tests.factories.projects import LineFactory, project_in, told_result
from tests.projects.test_activity_report import typed
from tests.projects.test_word_pages import as_posted
from tests.projects.word_corpus.tuning import classic_plain
from tests.supervision.test_issues import seen_below

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 4


def all_at_once(user, address, data):
    """The statuses of AT_ONCE same posts of one user, sent in the same moment."""
    start = Barrier(AT_ONCE)

    def post(_number):
        client = Client(raise_request_exception=False)
        client.force_login(user, backend="qa_portal.core.sign_in.SignInBackend")
        start.wait()
        try:
            return client.post(address, data).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(post, range(AT_ONCE)))


def test_expense_sent_twice_is_recorded_once():
    project = project_in("running")
    typed = {"amount": "100", "paid_on": "20/11/2569", "ledger_end": "0"}
    clerk = person("finance_staff", project.district)
    statuses = all_at_once(clerk, reverse("projects:project_expenses", args=[project.pk]), typed)
    assert (statuses, Expense.objects.count()) == ([302] + [422] * (AT_ONCE - 1), 1)


def taken_of(*acts):
    """How many of the acts, done in the same moment, were taken and not refused."""
    start = Barrier(len(acts))

    def do(act):
        start.wait()
        try:
            act()
        except Refused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return sum(pool.map(do, acts))


def line_with_2800_baht():
    """(the line, who records, who decides) of a running project."""
    project = project_in("running", transfers_allowed=True)
    people = [person(role, project.district) for role in ("finance_staff", "director")]
    return project.lines.get(), *people


def test_last_baht_of_a_line_is_spent_once():
    line, clerk, _director = line_with_2800_baht()
    spend = partial(spending.record_expense, line.project, line=line, amount=Decimal(2_800), by=clerk)
    assert (taken_of(*[spend] * AT_ONCE), money_of_line(line).left, Expense.objects.count()) == (1, 0, 1)


def test_expense_is_taken_back_once_by_many():
    line, clerk, _director = line_with_2800_baht()
    expense = spending.record_expense(line.project, line=line, amount=Decimal(800), by=clerk)
    undo = partial(spending.reverse_expense, expense, by=clerk, note="ซ้ำ")
    assert (taken_of(*[undo] * AT_ONCE), money_of_line(line).spent, Expense.objects.count()) == (1, 0, 2)


def test_commitment_is_paid_or_released_never_both():
    line, clerk, _director = line_with_2800_baht()
    promise = spending.record_commitment(line.project, line=line, amount=Decimal(2_800), by=clerk)
    pay = partial(spending.record_expense, line.project, commitment=promise, amount=Decimal(2_000), by=clerk)
    give_back = partial(spending.release_commitment, promise, amount=Decimal(2_000), by=clerk, note="ไม่ซื้อแล้ว")
    assert (taken_of(pay, give_back, pay, give_back), spending.open_amount(promise)) == (1, 800)


def test_transfer_and_expense_do_not_use_the_same_money():
    line, clerk, director = line_with_2800_baht()
    other = LineFactory(project=line.project)
    rows = [(line, Decimal(-2_000)), (other, Decimal(2_000))]
    transfer = spending.propose_transfer(line.project, rows, reason="ถัวจ่าย", by=clerk)
    spend = partial(spending.record_expense, line.project, line=line, amount=Decimal(2_000), by=clerk)
    decide = partial(perform, transfer, "approve", by=director)
    assert (taken_of(spend, decide, spend, decide), money_of_line(line).left) == (1, 800)


def test_step_sent_twice_is_taken_once():
    project = project_in("submitted")
    address = reverse("projects:project_transition", args=[project.pk, "approve"])
    statuses = all_at_once(person("director", project.district), address, {"note": ""})
    taken = TransitionRecord.objects.filter(transition="approve").count()
    assert (statuses, taken) == ([302] * AT_ONCE, 1)


def test_import_confirmed_twice_makes_each_school_once(sign_in):
    clerk = person("plan_staff")
    sheet = SimpleUploadedFile("ก.csv", "moe_code,name\n1099000001,บ้านน้ำใส\n".encode())
    page = sign_in(clerk).post(reverse("schools:import_upload"), {"file": sheet}).url
    digest = sign_in(clerk).get(page).context["plan"].digest
    statuses = all_at_once(clerk, page, {"digest": digest})
    assert (statuses, School.objects.count(), School.history.count()) == ([302] + [422] * (AT_ONCE - 1), 1, 1)


# ---------------------------------------------------------------- desks


def taken_steps(name):
    return TransitionRecord.objects.filter(transition=name).count()


def test_parallel_desks_agree_at_once_and_the_chain_moves_on_once():
    office = Office()
    project = walk(office.proposed(), "endorse")
    agree = [partial(perform, project, "endorse", by=office.people[role]) for role in ("plan_staff", "finance_staff")]
    assert (taken_of(*agree), taken_steps("endorse")) == (2, 3)
    assert [row.desk.holder for row in approvals.waiting_on(project)] == ["deputy"]
    assert Notice.objects.filter(recipient=office.people["deputy"]).count() == 1


def test_desk_with_two_people_agrees_once():
    office = Office()
    project = office.proposed()
    other = person("group_head", office.district)
    agree = [partial(perform, project, "endorse", by=by) for by in (office.people["group_head"], other) * 2]
    assert (taken_of(*agree), taken_steps("endorse")) == (1, 1)
    assert sorted(row.desk.holder for row in approvals.waiting_on(project)) == ["finance_staff", "plan_staff"]


def test_proposal_is_returned_or_passed_on_never_both():
    office = Office()
    project = walk(office.proposed(), "endorse")
    agree = partial(perform, project, "endorse", by=office.people["plan_staff"])
    give_back = partial(perform, project, "return", by=office.people["finance_staff"], note="แก้ยอด")
    taken_of(agree, give_back, agree, give_back)
    project.refresh_from_db()
    assert (project.state, taken_steps("return"), approvals.waiting_on(project).count()) == ("returned", 1, 0)


# ---------------------------------------------------------------- amendments


def lowered(project, amount):
    """An amendment, proposed, that lowers the one line and the funding of a project."""
    amendment = amending.begin_amendment(project, reason="ราคาเปลี่ยน", by=project.owner)
    line, funding = amendment.working_copy.lines.get(), amendment.working_copy.funding.get()
    line.formula, line.stated_text, funding.amount_text = f"1x{amount}", "", str(amount)
    line.save()
    funding.save()
    return perform(amendment, "submit", by=project.owner)


def test_amendment_and_expense_do_not_use_the_same_money():
    line, clerk, director = line_with_2800_baht()
    amendment = lowered(line.project, 1_000)
    spend = partial(spending.record_expense, line.project, line=line, amount=Decimal(2_000), by=clerk)
    decide = partial(perform, amendment, "approve", by=director)
    assert taken_of(spend, decide, spend, decide) == 1
    money = money_of_line(line)
    assert (money.allotted, money.spent) in {(2_800, 2_000), (1_000, 0)}


def test_amendment_approved_twice_is_taken_over_once():
    line, _clerk, director = line_with_2800_baht()
    decide = partial(perform, lowered(line.project, 1_000), "approve", by=director)
    assert (taken_of(*[decide] * AT_ONCE), money_of_line(line).allotted) == (1, 1_000)
    assert list(line.project.baselines.values_list("number", "amount")) == [(0, 2_800), (1, 1_000)]


def test_amendment_begun_twice_at_once_is_one_working_copy():
    project = project_in("running")
    begin = partial(amending.begin_amendment, project, reason="ราคาเปลี่ยน", by=project.owner)
    assert taken_of(*[begin] * AT_ONCE) == AT_ONCE
    assert (Amendment.objects.count(), Project.working_copies.count()) == (1, 1)


def test_result_is_sent_before_or_after_an_amendment_never_beside_it():
    line, _clerk, director = line_with_2800_baht()
    project, amendment = line.project, lowered(line.project, 1_000)
    told_result(project)
    decide = partial(perform, amendment, "approve", by=director)
    send = partial(perform, project, "report", by=project.owner)
    taken_of(decide, send, send, send)
    assert (project.amendments.get().state, money_of_line(line).allotted) == ("approved", 1_000)


# ---------------------------------------------------------------- what is begun once


def test_result_begun_twice_at_once_is_one_report():
    project = project_in("running")
    begin = partial(results.begin_result, project, by=project.owner)
    assert taken_of(*[begin] * AT_ONCE) == AT_ONCE
    assert (ResultReport.objects.count(), ResultRow.objects.count()) == (1, 1)


def test_draft_made_twice_of_a_word_file_is_one_project(sign_in):
    writer = person("supervisor")
    client = sign_in(writer)
    page = client.post("/projects/word/", {"file": SimpleUploadedFile("ก.docx", classic_plain()[0])}).url
    statuses = all_at_once(writer, page, as_posted(client.get(page).context["review"]))
    project = Project.objects.get()
    assert (statuses, ProposalReading.objects.get().project) == ([302] * AT_ONCE, project)


def test_word_file_thrown_away_twice_is_gone(sign_in):
    writer = person("supervisor")
    sign_in(writer).post("/projects/word/", {"file": SimpleUploadedFile("ก.docx", classic_plain()[0])})
    throw_away = partial(word_drafts.throw_away, ProposalReading.objects.get())
    assert taken_of(*[throw_away] * AT_ONCE) == AT_ONCE
    assert (ProposalReading.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_activity_report_sent_twice_is_one_report():
    project = project_in("running")
    line = project.lines.get()
    spent = {"spending-0-line": line.pk, "spending-0-amount": "100"}
    form = typed(token=str(uuid4()), **spent)
    address = reverse("projects:activity_report_add", args=[line.activity_id])
    statuses = all_at_once(project.owner, address, form)
    assert (statuses, ActivityReport.objects.count(), Expense.objects.count()) == ([302] * AT_ONCE, 1, 1)


# ---------------------------------------------------------------- jobs


def test_job_asked_for_twice_is_one_job(monkeypatch):
    """Its work goes on until everybody has asked."""
    others = Semaphore(0)

    def work(job, progress):
        for _other in range(AT_ONCE - 1):
            others.acquire(timeout=10)
        return jobs.Made(b"-", "book.txt", "text/plain")

    def ask():
        jobs.start("test_book", label="สมุด", params={"year": 2570}, by=by)
        others.release()

    monkeypatch.setitem(jobs.KINDS, "test_book", jobs.Kind("test_book", Verb.EXPORT_REPORTS, work))
    by = person("director")
    assert (taken_of(*[ask] * AT_ONCE), Job.objects.count()) == (AT_ONCE, 1)


def test_job_taken_up_by_two_workers_is_done_once(monkeypatch):
    begun = []

    def work(job, progress):
        begun.append(job.pk)
        return jobs.Made(b"-", "book.txt", "text/plain")

    monkeypatch.setitem(jobs.KINDS, "test_book", jobs.Kind("test_book", Verb.EXPORT_REPORTS, work))
    director = person("director", DistrictFactory())
    job = Job.objects.create(kind="test_book", label="สมุด", started_by=director, district=director.district)
    taken_of(*[partial(jobs.do, job.pk)] * AT_ONCE)
    assert (begun, StoredFile.objects.count(), Notice.objects.count()) == ([job.pk], 1, 1)


def test_batch_sent_by_several_at_once_goes_once():
    desk = small_desk()
    batch, _job = zipped(lettered(gathered(desk)), desk.manager)
    address = reverse("supervision:batch_transition", args=[batch.pk, "send"])
    assert all_at_once(desk.manager, address, {"note": ""}) == [302] * AT_ONCE
    assert (Correspondence.objects.count(), BatchSar.objects.count()) == (1, 1)


def test_difference_ticked_by_several_at_once_is_taken_once():
    desk = small_desk()
    standard = seen_below(desk)
    address, data = reverse("supervision:issue_differences"), {"row": f"{desk.sar.pk}-{standard.pk}", "take": ""}
    assert all_at_once(desk.manager, address, data) == [302] * AT_ONCE
    assert AssessorIssue.objects.count() == 1
