"""Where a school stands: latitude and longitude in degrees with six decimals (about 10 cm), inside Thailand."""

import re
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _

from qa_portal.core.thai import normalise, to_arabic

BOUNDS = {"latitude": (Decimal(5), Decimal(21)), "longitude": (Decimal(97), Decimal(106))}
PLACES = Decimal("0.000001")


def degrees(axis, label):
    """The model field of one axis of BOUNDS."""
    least, most = BOUNDS[axis]
    checks = [MinValueValidator(least), MaxValueValidator(most)]
    return models.DecimalField(label, max_digits=9, decimal_places=6, null=True, blank=True, validators=checks)


def read_degrees(axis, text):
    """The degrees of one axis as people type them, with Thai digits too. ValueError, with its sentence, for what is no
    such number or lies outside Thailand."""
    least, most = BOUNDS[axis]
    plain = to_arabic(normalise(text))
    if not re.fullmatch(r"\d{1,3}(\.\d{1,20})?", plain, re.ASCII) or not least <= Decimal(plain) <= most:
        facts = {"text": text, "least": least, "most": most}
        raise ValueError(_("“%(text)s” is not in Thailand: type degrees between %(least)s and %(most)s.") % facts)
    return Decimal(plain).quantize(PLACES)
