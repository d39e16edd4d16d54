"""What a device in the field sends, and a visit to send it of."""

import hashlib
import io
import uuid

from django.urls import reverse
from django.utils import timezone
from PIL import Image

from supervision.reports.field_pack import new_record_uid
from supervision.services.field_parts import content_fingerprint


class Phone:
    """One device of one person with the pack of one visit."""

    def __init__(self, visit, user, client, **content):
        self.visit, self.user, self.client = visit, user, client
        self.uid = new_record_uid(visit, user) if visit else uuid.uuid4()
        self.content = {
            "format": 1,
            "author": user.pk,
            "visit": str(visit.uid) if visit else str(uuid.uuid4()),
            "unplanned": None,
            "on_top_of": 0,
            "typed_at": timezone.now().isoformat(),
            "parts": {},
            "base": {},
        } | content

    @property
    def address(self):
        return reverse("field:record", args=[self.uid])

    def write(self, on_top_of=None, **parts):
        """Type into parts; "__" stands for the colon."""
        typed = {name.replace("__", ":", 1): value for name, value in parts.items()}
        self.content["parts"] = {k: v for k, v in (self.content["parts"] | typed).items() if v is not None}
        self.content["typed_at"] = timezone.now().isoformat()
        if on_top_of is not None:
            self.content["on_top_of"] = on_top_of
        return self

    def body(self):
        return {"content": self.content, "sha256": content_fingerprint(self.content), "device": "Android Chrome 156"}

    def send(self, **changes):
        return self.client.post(self.address, self.body() | changes, content_type="application/json")

    def put(self, uid, content, offset=0):
        address = reverse("field:file", args=[self.uid, uid])
        headers = {"Upload-Offset": str(offset)}
        return self.client.put(address, content, content_type="application/octet-stream", headers=headers)


def picture(colour="navy"):
    """A JPEG as a canvas writes it."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "JPEG")
    return out.getvalue()


def photo_part(content, caption="หน้าห้องเรียน"):
    return {
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "caption": caption,
        "has_consent": True,
        "item": "",
        "finding": "",
        "taken_at": "2026-11-21T03:00:00Z",
    }


def finding_part(category, text="ยังไม่มีเครื่องมือ"):
    return {"kind": "develop", "category": str(category.pk), "standard": "", "severity": "", "text": text}
