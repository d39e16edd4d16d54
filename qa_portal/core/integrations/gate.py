"""Who gets in to the API: a token in the header `Authorization: Bearer …`. The session of a browser opens nothing here,
so that no page of another site can read in a person's name. Every refusal is JSON."""

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from qa_portal.core.models import ApiToken
from qa_portal.core.models.user import person_of_frame

from . import tokens


@dataclass
class Refusal(Exception):
    """`code` is for programs, `message` for people; `fields` says what is wrong with which parameter."""

    status: int
    code: str
    message: str
    fields: dict = field(default_factory=dict)

    @property
    def body(self):
        return {"code": self.code, "message": str(self.message), "fields": self.fields}


class TokenGate(HttpBearer):
    """Gives the ApiToken, with `owner` as a request's user is: roles and office read at once."""

    openapi_name = "token"

    def authenticate(self, request, token):
        found = ApiToken.objects.of_secret(token)
        owner = person_of_frame(found.owner_id) if found else None
        if owner is None or not owner.is_active or owner.district_id != found.district_id:
            return None
        found.owner = owner
        if tokens.is_too_fast(found, timezone.now()):
            raise too_fast(found)
        return found


def no_token():
    return Refusal(401, "no_token", _("A valid token is needed: Authorization: Bearer …"))


def too_fast(token):
    facts = {"count": token.per_minute}
    return Refusal(429, "too_fast", _("More than %(count)s requests in a minute. Please wait.") % facts)


def not_this_area():
    return Refusal(403, "area", _("This token may not read this."))


def not_this_role():
    return Refusal(403, "role", _("The owner of this token may not read this."))


def not_there():
    return Refusal(404, "not_found", _("There is no such row, or this token does not see it."))


def not_valid(fields):
    return Refusal(422, "invalid", _("A parameter is not right."), fields)
