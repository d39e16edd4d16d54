"""An office's synthesis, and what belongs to one person."""

from django.test import Client
from django.utils import timezone
from django_q.models import Failure

from qa_portal.core import files, uploads
from qa_portal.core.models import Job, JobState, Notice, RetentionProposal, SavedView
from qa_portal.office.models import Publication, Quote, Theme
from qa_portal.office.services.synthesis import begin
from schools.models import StandardSection
from tests.factories.integrations import delivery_to, token_of, webhook_of
from tests.factories.supervision import photo_upload


def synthesis_of(by, sar):
    """An office's synthesis with a theme and its sentence, and a version of it that was published."""
    synthesis = begin(by.district, 2568)
    theme = Theme.objects.create(synthesis=synthesis, side="strengths", name="ครู")
    section = StandardSection.objects.filter(sar=sar).first()
    quote = Quote.objects.create(theme=theme, section=section, text="ครูตั้งใจ", digest="x")
    stored = files.store(photo_upload(), district=by.district, by=by)
    made = dict.fromkeys(("public_pdf", "whole_pdf", "whole_docx", "whole_xlsx"), stored)
    about = {"kind": "synthesis", "academic_year": 2568, "number": 1, "title": "x", "published_at": timezone.now()}
    publication = Publication.objects.create(district=by.district, published_by=by, **about, **made)
    copy = Publication.objects.create(
        district=by.district,
        published_by=by,
        code=f"ABCDE-{by.district.pk:05}",
        **about | {"kind": "annual"},
        **made | {"public_pdf": None},
    )
    found = {"THEME": theme.pk, "QUOTE": quote.pk, "PUBLICATION": publication.pk, "COPY": copy.code}
    return found | {"CODE": by.district.code}


def integrations_of(by):
    """A token of the API, and a webhook with an event that waits for it."""
    token, _text = token_of(by)
    webhook = webhook_of(by)
    return {"API_TOKEN": token.pk, "WEBHOOK": webhook.pk, "DELIVERY": delivery_to(webhook).pk}


def old_data_of(office):
    """A proposal to remove data whose time is over."""
    return RetentionProposal.objects.create(district=office, rule="notices", fiscal_year=2560, count=1).pk


def begun_upload(user):
    return uploads.begin(name="x.pdf", size=1000, sha256="", kinds=[files.PDF], by=user).key


def notice_to(user):
    return Notice.objects.create(recipient=user, text="x", url="/notices/").pk


def signed_in_of(user):
    """The number of a place where the person is signed in."""
    browser = Client()
    browser.force_login(user, backend="qa_portal.core.sign_in.SignInBackend")
    return user.signed_in.get().number


def saved_view_of(user):
    return SavedView.objects.create(user=user, path="/projects/", name="x", query="state=draft").pk


def finished_job(user):
    stored = files.store(photo_upload(), district=user.district, by=user)
    row = Job(district=user.district, kind="action_plan_book", label="x", state=JobState.DONE, started_by=user)
    row.result, row.finished_at = stored, timezone.now()
    row.save()
    return row.pk


def failed_task():
    """A task of the queue that failed for good: of the machine, of no office."""
    now = timezone.now()
    facts = {"name": "n", "func": "django.utils.timezone.now", "args": (), "kwargs": {}, "success": False}
    return Failure.objects.create(id="f" * 32, started=now, stopped=now, **facts).pk
