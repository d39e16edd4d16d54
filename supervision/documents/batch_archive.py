"""The zip that goes to the agency: the reports' PDFs in a folder for each level, the points to be checked, an index,
the hash of every file, and a list of the reports whose file the server has lost: those are not ready any more, so that
the zip can go without them, or be made anew when the file is back. It is written to the disk piece by piece: however
large the reports, memory stays small."""

import hashlib
import io
import shutil
import zipfile
from dataclasses import dataclass

import pikepdf
from django.utils import timezone
from django.utils.translation import gettext as _

from qa_portal.core import files, lost
from qa_portal.core.columns import Column
from qa_portal.core.jobs import Made
from qa_portal.core.models import StoredFile
from qa_portal.core.spreadsheets import Sheet, write_workbook
from qa_portal.core.workflow import Refused
from schools.documents.sar import LEVEL_NAMES, render_sar
from schools.models import Sar
from supervision.documents.issues import TITLE as ISSUES_TITLE
from supervision.documents.issues import render_issues
from supervision.lists.issues import SENT_COLUMNS
from supervision.models import Batch
from supervision.reports.batch import issues_of, made_of, ready_reports
from supervision.services.batch import keep_archive

CHUNK = 1024 * 1024  # bytes in memory at once
INDEX, ISSUES, ISSUES_PDF, HASHES = "index.xlsx", "issues.xlsx", "issues.pdf", "manifest-sha256.txt"


def paper_name(sar):
    """`basic/1099000001_basic_2568.pdf`: letters that every system unpacks."""
    return f"{sar.level}/{files.safe_name(f'{sar.school.moe_code}_{sar.level}_{sar.academic_year}.pdf')}"


@dataclass(frozen=True)
class Paper:
    """A report as it lies in the zip."""

    sar: Sar
    sha256: str
    pages: int | None

    @property
    def name(self):
        return paper_name(self.sar)


INDEX_COLUMNS = [
    Column("code", "รหัสสถานศึกษา", lambda p: p.sar.school.moe_code, 16),
    Column("school", "สถานศึกษา", lambda p: p.sar.school.full_name, 36),
    Column("level", "ระดับ", lambda p: LEVEL_NAMES[p.sar.level], 26),
    Column("overall", "ระดับคุณภาพโดยรวม", lambda p: p.sar.overall_level and p.sar.overall_level.name, 20),
    Column("file", "ชื่อไฟล์", lambda p: p.name, 44),
    Column("pages", "จำนวนหน้า", lambda p: p.pages, 12, kind="number"),
    Column("sha256", "SHA-256", lambda p: p.sha256, 68),
]


def make_archive(job, progress):
    """job.params: {"batch": key}. The one who asked is given the same file that the batch keeps."""
    batch = Batch.objects.editable_by(job.started_by).select_related("cycle__district").get(pk=job.params["batch"])
    stored = archive_batch(batch, folder=progress.folder, by=job.started_by, progress=progress)
    return Made(_copy_of(stored, progress.folder / "copy.zip"), stored.name, files.ZIP)


def _copy_of(stored, path):
    """The content on this machine's disk; the storage may be another's."""
    with stored.content.open("rb") as source, path.open("wb") as out:
        shutil.copyfileobj(source, out)
    return path


def archive_batch(batch, *, folder, by, progress=lambda done, total: None):
    """The zip of what is ready now as the batch's own. Refused where nothing is."""
    reports = list(ready_reports(batch).select_related("school__district", "cycle", "framework", "overall_level"))
    path = folder / "batch.zip"
    if not (reports and _write(path, batch, reports, progress)):
        raise Refused(_("No report is ready to be sent yet."))
    return keep_archive(batch, path, archive_name(batch), by=by)


def archive_name(batch):
    return f"SAR-{batch.cycle.academic_year}-{batch.district.code}-{batch.number}.zip"


def _write(path, batch, reports, progress):
    """The papers that lie in the zip, which says in its comment what it was made of."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        writer, papers = Writer(archive), []
        for done, sar in enumerate(reports, 1):
            papers += _add_paper(writer, sar, path.parent)
            progress(done, len(reports) + 1)
        issues = list(issues_of(batch))
        archive.comment = made_of([paper.sar for paper in papers], issues).encode()
        _add_lists(writer, batch, papers, issues)
    progress(len(reports) + 1, len(reports) + 1)
    return papers


def _add_paper(writer, sar, folder):
    """[the report's own PDF], its content held against the hash of the day that it came in, or [one made of its text];
    nothing where the server has lost it."""
    if sar.file_id is None:
        path = _typed(sar, folder)
        with path.open("rb") as file, pikepdf.open(path) as pdf:
            return [Paper(sar, writer.copy(paper_name(sar), file), len(pdf.pages))]
    stored = StoredFile.objects.get(pk=sar.file_id)
    with lost.opened(stored) as file:
        if file is None:
            lost.remember([stored])
            writer.missing.append(f"{paper_name(sar)} {sar.school.full_name} ({stored.name})")
            return []
        found = writer.copy(paper_name(sar), file)
    if found != stored.sha256:
        raise Refused(_("The file of %(report)s is damaged on the server. Tell the administrator.") % {"report": sar})
    return [Paper(sar, found, stored.pages)]


def _typed(sar, folder):
    """The PDF of what was typed; one that an earlier beginning of the job has made is taken as it is."""
    path = folder / f"{sar.pk}-{sar.version}.pdf"
    if not path.exists():
        unfinished = path.with_suffix(".tmp")
        unfinished.write_bytes(render_sar(sar))
        unfinished.rename(path)
    return path


def _add_lists(writer, batch, papers, issues):
    district = batch.district
    heading = [district.name, f"{ISSUES_TITLE} ปีการศึกษา {batch.cycle.academic_year}"]
    writer.add(ISSUES, write_workbook([Sheet(ISSUES_TITLE, SENT_COLUMNS, issues, heading)]))
    writer.add(ISSUES_PDF, render_issues(issues, district, year=batch.cycle.academic_year))
    heading = [district.name, f"บัญชีรายงานการประเมินตนเองของสถานศึกษา ปีการศึกษา {batch.cycle.academic_year}"]
    writer.add(INDEX, write_workbook([Sheet("บัญชีรายงาน", INDEX_COLUMNS, papers, heading)]))
    if writer.missing:
        writer.add(lost.LIST, lost.as_list(writer.missing))
    writer.close_with_hashes()


class Writer:
    """Puts files into a zip and keeps their hashes, and a line for each that could not be put there."""

    def __init__(self, archive):
        self.archive, self.hashes, self.missing = archive, {}, []
        self.now = timezone.localtime().timetuple()[:6]

    def copy(self, name, file):
        """Copy an open file in, in pieces; its SHA-256."""
        digest = hashlib.sha256()
        with self.archive.open(zipfile.ZipInfo(name, self.now), "w", force_zip64=True) as entry:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                entry.write(chunk)
        self.hashes[name] = digest.hexdigest()
        return self.hashes[name]

    def add(self, name, content):
        self.copy(name, io.BytesIO(content))

    def close_with_hashes(self):
        """A line for each file, as `sha256sum --check` reads them."""
        lines = "".join(f"{digest}  {name}\n" for name, digest in self.hashes.items())
        self.archive.writestr(zipfile.ZipInfo(HASHES, self.now), lines)


# ---------------------------------------------------------------- reading one


def made_of_archive(batch):
    """What the batch's zip was made of (reports.batch.made_of); "" without one that can be read."""
    if batch.archive is None:
        return ""
    try:
        with batch.archive.content.open("rb") as file, zipfile.ZipFile(file) as archive:
            return archive.comment.decode()
    except (OSError, zipfile.BadZipFile):
        return ""


def typed_papers(batch, reports):
    """[(report, PDF bytes)] as they lie in the zip, of those reports that were made of their text."""
    with batch.archive.content.open("rb") as file, zipfile.ZipFile(file) as archive:
        return [(sar, archive.read(paper_name(sar))) for sar in reports if sar.file_id is None]
