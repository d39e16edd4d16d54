import json
import re
from io import StringIO

from django.core.management import call_command


def test_bill_names_every_pinned_package_with_its_address(settings):
    out = StringIO()
    call_command("bill_of_materials", stdout=out)
    bill = json.loads(out.getvalue())
    addresses = [part["purl"] for part in bill["components"]]
    pins = re.findall(r"^[\w.-]+(?:\[\w+\])?==", (settings.BASE_DIR / "requirements.txt").read_text(), re.MULTILINE)
    assert (bill["bomFormat"], bill["specVersion"], len(addresses)) == ("CycloneDX", "1.6", len(set(addresses)))
    assert len([address for address in addresses if address.startswith("pkg:pypi/")]) == len(pins)
    names = {address.rpartition("@")[0] for address in addresses}
    assert {"pkg:pypi/django", "pkg:npm/bootstrap", "pkg:npm/%40fontsource/sarabun"} <= names
    assert "pkg:npm/axe-core" not in names  # looks at pages in the tests alone
