"""The Word format before 2007 (.doc), through LibreOffice where it is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from django.utils.translation import gettext as _

from .package import Unreadable

PROGRAM = "soffice"
SECONDS = 25


def is_installed():
    return shutil.which(PROGRAM) is not None


def as_docx(content):
    """The same document as .docx. LibreOffice runs in a home of its own, not for longer than a request may take."""
    if not is_installed():
        raise Unreadable(
            _("This is an old Word file (.doc), which needs LibreOffice on the server. Please save it as .docx.")
        )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "proposal.doc")
        source.write_bytes(content)
        command = [
            shutil.which(PROGRAM),
            f"-env:UserInstallation=file://{folder}/home",
            "--headless",
            "--norestore",
            "--convert-to",
            "docx",
            "--outdir",
            str(Path(folder, "out")),
            str(source),
        ]
        environment = {"HOME": folder, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        try:
            subprocess.run(command, env=environment, timeout=SECONDS, capture_output=True, check=False)  # noqa: S603
            return Path(folder, "out", "proposal.docx").read_bytes()
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Unreadable(_("The old Word file (.doc) could not be converted. Please save it as .docx.")) from error
