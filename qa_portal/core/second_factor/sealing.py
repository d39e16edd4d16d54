"""Secrets sealed for the database by keys that are not in it: those of the settings, the first for new ones. What an
older version kept openly, or an older key sealed, is read all the same and sealed anew at night."""

import base64
import logging
import secrets
from functools import lru_cache

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

MARK = "sealed:"
FIELDS = ("secret", "seed")  # of Authenticator.data: TOTP, recovery codes
logger = logging.getLogger(__name__)


class MFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text):
        return seal(text)

    def decrypt(self, encrypted_text):
        return unseal(encrypted_text)

    def get_public_key_credential_rp_entity(self):
        """What browsers and keys call the portal."""
        return super().get_public_key_credential_rp_entity() | {"name": settings.MFA_TOTP_ISSUER}


def seal(text):
    return MARK + _keys().encrypt(text.encode()).decode()


def unseal(text):
    """What was sealed. Where no key opens it: a secret that nobody knows, so that no code fits; the person then needs
    the administrator, and the log says so."""
    if not text.startswith(MARK):
        return text
    try:
        return _keys().decrypt(text.removeprefix(MARK).encode()).decode()
    except InvalidToken:
        logger.error("a secret of a second factor was sealed by a key that SECRET_KEY_FALLBACKS does not have")
        return base64.b32encode(secrets.token_bytes(20)).decode()


def renew():
    """Seal by the first key what is not; the number of rows that changed. Those that no key opens stay as they are."""
    first, count = Fernet(_key(_texts()[0])), 0
    for pk in Authenticator.objects.values_list("pk", flat=True):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().get(pk=pk)
            old = {name: row.data[name] for name in FIELDS if name in row.data}
            new = {name: _renewed(text, first) for name, text in old.items()}
            if new != old:
                row.data |= new
                row.save(update_fields=["data"])
                count += 1
    return count


def _renewed(text, first):
    if not text.startswith(MARK):
        return seal(text)
    token = text.removeprefix(MARK).encode()
    try:
        first.decrypt(token)
    except InvalidToken:
        try:
            return MARK + _keys().rotate(token).decode()
        except InvalidToken:
            return text
    return text


def _texts():
    return [*filter(None, [settings.SECRETS_KEY]), settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _keys():
    return MultiFernet([Fernet(_key(text)) for text in _texts()])


@lru_cache(maxsize=8)
def _key(text):
    derived = HKDF(SHA256(), length=32, salt=None, info=b"qa-portal second factor").derive(text.encode())
    return base64.urlsafe_b64encode(derived)
