"""What the portal is made of, as a software bill of materials in CycloneDX 1.6 (ASVS 14.2.5): the packages that
requirements.txt and package-lock.json pin."""

import json
import re
from importlib.metadata import PackageNotFoundError, metadata
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s#]+)", re.MULTILINE)
NODE = "node_modules/"


def bill(revision):
    """The document as a dict; the same pins make the same one."""
    parts = [*_of_python(), *_of_node()]
    number = uuid5(NAMESPACE_URL, json.dumps([revision, parts], sort_keys=True))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "qa-portal", "version": revision}},
        "components": parts,
    }


def _of_python():
    for name, version in PIN.findall((settings.BASE_DIR / "requirements.txt").read_text()):
        normal = re.sub(r"[-_.]+", "-", name).lower()
        yield _part(normal, version, f"pkg:pypi/{normal}@{version}", _licence(name))


def _of_node():
    packages = json.loads((settings.BASE_DIR / "package-lock.json").read_text())["packages"]
    for path, about in sorted(packages.items()):
        if path.startswith(NODE) and not about.get("dev"):
            name = path.removeprefix(NODE)
            address = f"pkg:npm/{name.replace('@', '%40')}@{about['version']}"
            yield _part(name, about["version"], address, about.get("license"))


def _part(name, version, address, licence):
    told = {"licenses": [{"license": {"name": licence}}]} if licence else {}
    return {"type": "library", "name": name, "version": version, "purl": address, "bom-ref": address} | told


def _licence(name):
    """In a line, as the package itself says; None where it says a whole text or nothing, or is not installed here."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return None
    told = about.get("License-Expression") or about.get("License") or ""
    return told if told and len(told) < 100 and "\n" not in told else None
