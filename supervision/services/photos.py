from django.db import transaction
from django.db.models import Max

from qa_portal.core import files
from supervision.models import Visit, VisitPhoto


@transaction.atomic
def add_photo(visit, *, upload, caption, has_consent, item=None, recheck=None, by):
    """Keep a photo with its caption. The same photo again is the photo that is there, with the caption as it is now.
    `item`: that of the instrument which it answers; `recheck`: the second look that it shows."""
    Visit.objects.select_for_update().get(pk=visit.pk)
    stored = files.store(upload, district=visit.school.district, by=by, allowed=files.PHOTOS)
    photo = visit.photos.filter(file__sha256=stored.sha256).first()
    if photo is None:
        last = visit.photos.aggregate(last=Max("position"))["last"] or 0
        photo = VisitPhoto(visit=visit, file=stored, position=last + 1)
    else:
        stored.delete()
    photo.caption, photo.has_consent = caption, has_consent
    photo.item = item or photo.item
    photo.recheck = recheck or photo.recheck
    photo.save()
    return photo
