"""Checks of what the office has published."""

import hashlib

from django.db.models import Count, F, Max, Min

from qa_portal.core.verifying import CHUNK, check
from qa_portal.office.models import Publication, Quote


@check("the versions of a publication are numbered without a gap")
def publications():
    rows = Publication.objects.order_by().values("district", "kind", "academic_year")
    rows = rows.annotate(count=Count("pk"), least=Min("number"), last=Max("number"))
    for row in rows.exclude(least=1, count=F("last")).iterator(CHUNK):
        year = f"{row['kind']} of {row['academic_year']}, office {row['district']}"
        yield f"Publications ({year}): a version before {row['last']} is missing."


@check("a sentence under a theme is the one that was tagged")
def quotes():
    for pk, text, digest in Quote.objects.order_by("pk").values_list("pk", "text", "digest").iterator(CHUNK):
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            yield f"Quote {pk}: its sentence was changed after it was tagged."
