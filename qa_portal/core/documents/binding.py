"""A book of many parts as one PDF: each part is set by itself (typesetter), found again when its content has not
changed, and bound with the others under page numbers, a table of contents, bookmarks and links from part to part.

A part links to another by `href="book:<key>"`. Front matter is numbered ก ข ค, the body 1 2 3 or ๑ ๒ ๓."""

import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path

import pikepdf
from django.conf import settings

from qa_portal.core.thai import to_thai

from .page_numbers import NumberStamp
from .typesetter import Typesetters

LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
LINK = "book:"


@dataclass(frozen=True)
class Part:
    """`level`: its depth in the contents, None where it is not listed. `places` are (id, title) of headings in it that
    are listed one step deeper. `files`: {key: (bytes, mime)}."""

    key: str
    title: str
    html: str
    level: int | None = 0
    is_cover: bool = False
    is_front: bool = False
    places: Sequence[tuple[str, str]] = ()
    files: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """A line of the contents."""

    key: str
    title: str
    level: int
    number: str


@dataclass
class SetPart:
    """A part without its HTML, and its PDF with the page on which each of its ids stands."""

    part: Part
    path: Path
    pages: int = 0
    page_of: dict[str, int] = field(default_factory=dict)

    def read(self):
        with pikepdf.open(self.path) as pdf:
            self.pages = len(pdf.pages)
            names = pdf.Root.get("/Names", {}).get("/Dests")
            ids = pikepdf.NameTree(names).items() if names is not None else ()
            self.page_of = {name: pikepdf.Page(place[0]).index for name, place in ids}

    @property
    def headings(self):
        """(key, title, level, page in the part) of what the contents list."""
        if self.part.level is None:
            return []
        inner = [(key, title, self.part.level + 1, self.page_of[key]) for key, title in self.part.places]
        return [(self.part.key, self.part.title, self.part.level, 0), *inner]


def bind(
    parts: Iterable[Part],
    *,
    count: int,
    contents: Callable[[list[Entry]], str],
    folder: Path,
    title: str,
    author: str,
    thai_digits: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
):
    """(PDF as bytes, number of pages) of `count` parts; cover and front matter come first, then what `contents` makes
    of the entries, then the body. What is set stays in `folder`."""
    with Typesetters(settings.BOOK_PROCESSES) as typesetters:
        sheets = _set_parts(typesetters, parts, folder, lambda done: progress(done, count + 2))
        entries = _entries(sheets, thai_digits)
        listing = Part("contents", "", contents(entries), level=None, is_front=True)
        listing = _set_parts(typesetters, [listing], folder, lambda done: None)[0]
    progress(count + 1, count + 2)
    fronts = sum(sheet.part.is_cover or sheet.part.is_front for sheet in sheets)
    sheets.insert(fronts, listing)
    content = _bind(sheets, title, author, thai_digits)
    progress(count + 2, count + 2)
    return content, sum(sheet.pages for sheet in sheets)


# ---------------------------------------------------------------- setting


def _set_parts(typesetters, parts, folder, tell):
    """Set what is not there yet while the next parts are still being written."""
    sheets, waiting = [], []
    for part in parts:
        path = folder / f"{_key(part)}.pdf"
        sheets.append(SetPart(replace(part, html="", files={}), path))
        if not path.exists():
            waiting.append(typesetters.set(*_laid_out(part, path)))
        _raise_early(waiting)
        tell(len(sheets) - sum(not future.done() for future in waiting))
    left = len(waiting)
    for future in as_completed(waiting):
        future.result()
        left -= 1
        tell(len(sheets) - left)
    for sheet in sheets:
        sheet.read()
    return sheets


def _key(part):
    digest = hashlib.sha256(part.html.encode())
    for name, (content, _mime) in sorted(part.files.items()):
        digest.update(name.encode() + hashlib.sha256(content).digest())
    return digest.hexdigest()


def _laid_out(part, path):
    """What the typesetter is asked for: HTML, PDF, pictures."""
    source = path.with_suffix(".html")
    source.write_text(part.html, "utf-8")
    pictures = {}
    for name, (content, mime) in part.files.items():
        picture = path.with_name(hashlib.sha256(content).hexdigest())
        picture.write_bytes(content)
        pictures[name] = (str(picture), mime)
    return source, path, pictures


def _raise_early(futures):
    for future in futures:
        if future.done():
            future.result()


# ---------------------------------------------------------------- binding


def _entries(sheets, thai_digits):
    page, entries = 1, []
    for sheet in sheets:
        if sheet.part.is_cover or sheet.part.is_front:
            continue
        for key, title, level, place in sheet.headings:
            entries.append(Entry(key, title, level, _digits(page + place, thai_digits)))
        page += sheet.pages
    return entries


def _digits(number, thai_digits):
    return to_thai(str(number)) if thai_digits else str(number)


def _bind(sheets, title, author, thai_digits):
    pdf = pikepdf.new()
    starts = {}
    for sheet in sheets:
        starts |= {key: len(pdf.pages) + place for key, _title, _level, place in sheet.headings}
        with pikepdf.open(sheet.path) as source:
            pdf.pages.extend(source.pages)
    labels = list(_labels(sheets, thai_digits))
    _number(pdf, labels)
    _link(pdf, starts)
    _mark(pdf, sheets, starts)
    _describe(pdf, title, author)
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _labels(sheets, thai_digits):
    """The number of each page as it is printed; a cover has none."""
    front = body = 0
    for sheet in sheets:
        for _page in range(sheet.pages):
            if sheet.part.is_cover:
                yield ""
            elif sheet.part.is_front:
                front += 1
                yield LETTERS[(front - 1) % len(LETTERS)]
            else:
                body += 1
                yield _digits(body, thai_digits)


def _number(pdf, labels):
    stamp = NumberStamp(pdf)
    for page, label in zip(pdf.pages, labels, strict=True):
        if label:
            stamp.stamp(page, label)
    names = [item for place, label in enumerate(labels) for item in (place, pikepdf.Dictionary(P=label or "ปก"))]
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(names))


def _link(pdf, starts):
    """`book:<key>` becomes a jump to the first page of the part; a key that is in no part is no link."""
    for page in pdf.pages:
        for note in page.obj.get("/Annots", []):
            address = str(note.get("/A", {}).get("/URI", ""))
            if address.startswith(LINK):
                del note["/A"]
                if (place := starts.get(address.removeprefix(LINK))) is not None:
                    note["/Dest"] = pikepdf.Array([pdf.pages[place].obj, pikepdf.Name.Fit])


def _mark(pdf, sheets, starts):
    """Bookmarks by chapters and what is in them."""
    with pdf.open_outline() as outline:
        above = {-1: outline.root}
        for sheet in sheets:
            for key, title, level, _place in sheet.headings:
                item = pikepdf.OutlineItem(title, starts[key])
                above[level - 1].append(item)
                above[level] = item.children
    pdf.Root.PageMode = pikepdf.Name.UseOutlines


def _describe(pdf, title, author):
    pdf.Root.Lang = "th-TH"
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"], metadata["dc:creator"] = title, [author]
