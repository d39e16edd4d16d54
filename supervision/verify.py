"""Checks of what was seen at the schools: reports that stand, and receipts of the field."""

from django.db.models import Count, F, Max, Q

from qa_portal.core.fingerprints import fingerprint
from qa_portal.core.history_chains import changed_since
from qa_portal.core.verifying import CHUNK, check, gaps
from supervision.models import (
    Batch,
    BatchState,
    FieldConflict,
    FieldFile,
    FieldRecord,
    FieldRevision,
    OrderChange,
    SupervisionPlan,
    Visit,
)
from supervision.models.visit import SENT
from supervision.services.field_parts import content_fingerprint


@check("the text of a report that was sent is the one whose hash is printed on it", "supervision.Visit")
def reports():
    rows = Visit.objects.filter(state__in=SENT).order_by("pk")
    for pk, text, sha256 in rows.values_list("pk", "report_text", "report_sha256").iterator(200):
        if fingerprint(text) != sha256:
            yield f"Visit {pk}: the text of its report is not the one that was sent."


@check(
    "what a receipt of the field was given for is still what hashes to it",
    "supervision.FieldRecord",
    "supervision.FieldRevision",
    "supervision.FieldConflict",
)
def receipts():
    for model in (FieldRecord, FieldRevision, FieldConflict):
        rows = model.objects.order_by("pk").values_list("pk", "content", "sha256")
        for pk, content, sha256 in rows.iterator(200):
            if content_fingerprint(content) != sha256:
                yield f"{model.__name__} {pk}: its content is not the one that was taken in."


@check(
    "the revisions of a field record are numbered without a gap, and the newest is the record",
    "supervision.FieldRecord",
)
def revisions():
    rows = FieldRecord.objects.annotate(count=Count("revisions"), last=Max("revisions__number"))
    for pk in rows.exclude(count=F("revision"), last=F("revision")).order_by("pk").values_list("pk", flat=True):
        yield f"Field record {pk}: one of its revisions is missing."
    newest = FieldRevision.objects.filter(number=F("record__revision")).exclude(sha256=F("record__sha256"))
    for pk in newest.order_by("pk").values_list("record", flat=True):
        yield f"Field record {pk}: it is not its newest revision."


@check("each receipt has the number of its revision", "supervision.FieldRevision")
def receipt_numbers():
    rows = FieldRevision.objects.order_by("pk").values_list("pk", "receipt")
    for pk, receipt in rows.iterator(CHUNK):
        if receipt.rsplit("-", 1)[-1] != f"{pk:06}":
            yield f"Revision {pk}: its receipt {receipt} is that of another."


@check("a photo of the field is the one whose hash the device reckoned", "supervision.FieldFile")
def field_files():
    rows = FieldFile.objects.exclude(Q(sha256=F("file__sha256"))).order_by("pk").values_list("pk", flat=True)
    for pk in rows.iterator(CHUNK):
        yield f"Field file {pk}: its file is not the one that the device sent."


@check(
    "a batch for the assessors is what was sent, and none before it is missing",
    "supervision.Batch",
    "supervision.BatchSar",
)
def batches():
    for row in gaps(Batch.objects, "cycle"):
        yield f"Cycle {row['cycle']}: a batch before number {row['last']} is missing."
    for pk in changed_since(Batch, ("recipient", "letter_number", "archive", "letter"), BatchState.SENT):
        yield f"Batch {pk}: it was changed after it was sent."


@check("nobody approved what they had proposed", "supervision.SupervisionPlan", "supervision.OrderChange")
def own_work():
    for model in (SupervisionPlan, OrderChange):
        for pk in model.objects.filter(approved_by=F("proposed_by")).order_by("pk").values_list("pk", flat=True):
            yield f"{model.__name__} {pk} was approved by whom it was proposed by."
