"""What is wrong with a PDF. It knows nothing of Django: it runs in a process of its own (child.py)."""

import os
import re
import zlib

import pikepdf

MAX_PAGES = 2_000
MAX_OBJECTS = 400_000
MAX_DEPTH = 50  # of the tree of pages, and of what stands inside one object
MAX_STREAM = 200 * 1024 * 1024  # unpacked: a page of A4 in colour, scanned at 600 dots to the inch, is 100 MB
MAX_UNPACKED = 3 * 1024**3  # of all streams together
ALWAYS_UNPACKED, MAX_RATIO = 500 * 1024 * 1024, 100  # beyond so much, not more than a hundred times the file
BLOCK = 256 * 1024

LIMITS = {
    "parser_max_nesting": 200,
    "max_stream_filters": 5,
    "flate_max_memory": MAX_STREAM,
    "run_length_max_memory": MAX_STREAM,
    "png_max_memory": MAX_STREAM,
    "tiff_max_memory": MAX_STREAM,
    "dct_max_memory": MAX_STREAM,
}
ACTIONS = {
    "/JavaScript": "script",
    "/Launch": "launch",
    "/SubmitForm": "sends",
    "/ImportData": "sends",
    "/GoToR": "elsewhere",
    "/GoToE": "embedded",
    "/Rendition": "media",
    "/Movie": "media",
    "/Sound": "media",
    "/RichMediaExecute": "media",
    "/GoTo3DView": "media",
}
ANNOTATIONS = {
    "/FileAttachment": "embedded",
    "/RichMedia": "media",
    "/Movie": "media",
    "/Sound": "media",
    "/Screen": "media",
    "/3D": "media",
}
KEYS = {"/EmbeddedFiles": "embedded", "/EF": "embedded", "/Collection": "embedded", "/XFA": "xfa"}
FLATE = {"/FlateDecode", "/Fl"}
PACKED = FLATE | {"/LZWDecode", "/LZW", "/RunLengthDecode", "/RL", "/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx"}
# Most objects hold none of these words: those are looked at no further.
SUSPECT = re.compile(
    rb"/(?:JS|AA|%s)(?![A-Za-z0-9])"
    % b"|".join(sorted({name[1:].encode() for name in [*ACTIONS, *ANNOTATIONS, *KEYS]}, reverse=True))
)


class Bad(Exception):
    """The PDF is refused; its one argument is a code of core.pdf_intake.refusals."""


def check(path):
    """The number of pages of a PDF that may come in. Bad for any other."""
    pikepdf.settings.set_qpdf_limits(**LIMITS)
    try:
        with _opened(path) as document:
            pages = _count_pages(document)
            _check_objects(document, os.path.getsize(path))
            return pages
    except pikepdf.PasswordError as error:
        raise Bad("locked") from error
    except MemoryError as error:
        raise Bad("heavy") from error
    except (pikepdf.PdfError, pikepdf.DataDecodingError, RuntimeError, ValueError, TypeError, KeyError) as error:
        raise Bad("damaged") from error


def _opened(path):
    how = {"attempt_recovery": False, "suppress_warnings": True, "inherit_page_attributes": False}
    document = pikepdf.open(path, access_mode=pikepdf.AccessMode.stream, **how)
    if document.is_encrypted:
        document.close()
        raise Bad("owner_locked")
    return document


# ---------------------------------------------------------------- pages


def _count_pages(document):
    """Counted on our own way through the tree of pages: qpdf's goes as deep as the file says."""
    pages, seen, waiting = 0, set(), [(document.Root.Pages, 1)]
    while waiting:
        node, depth = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary):
            raise Bad("damaged")
        kids = node.get("/Kids")
        if kids is None:
            pages += 1
        elif depth > MAX_DEPTH or node.objgen in seen:
            raise Bad("tangled")
        else:
            seen.add(node.objgen)
            waiting += [(kid, depth + 1) for kid in kids]
        if pages + len(waiting) > MAX_PAGES:
            raise Bad("pages")
    if pages == 0:
        raise Bad("damaged")
    return pages


# ---------------------------------------------------------------- what it holds


def _check_objects(document, size):
    if len(document.objects) > MAX_OBJECTS:
        raise Bad("heavy")
    unpacked, limit = 0, min(MAX_UNPACKED, max(ALWAYS_UNPACKED, MAX_RATIO * size))
    for item in document.objects:
        if isinstance(item, pikepdf.Stream):
            unpacked += _unpacked_size(item)
            item = item.stream_dict
        if unpacked > limit:
            raise Bad("bomb")
        if isinstance(item, (pikepdf.Dictionary, pikepdf.Array)) and SUSPECT.search(item.unparse(resolved=True)):
            _check_object(item, 0)


def _check_object(item, depth):
    """What stands directly in an object; what it refers to is an object of its own."""
    if depth > MAX_DEPTH:
        raise Bad("tangled")
    if isinstance(item, pikepdf.Dictionary):
        _check_dictionary(item)
        values = item.values()
    else:
        values = item
    for value in values:
        if isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect:
            _check_object(value, depth + 1)


def _check_dictionary(item):
    for key, code in KEYS.items():
        if key in item:
            raise Bad(code)
    for key, codes in (("/S", ACTIONS), ("/Subtype", ANNOTATIONS)):
        if code := codes.get(str(item.get(key))):
            raise Bad(code)
    if isinstance(item.get("/JS"), (pikepdf.String, pikepdf.Stream)) or _is_table_of_actions(item.get("/AA")):
        raise Bad("script")


def _is_table_of_actions(item):
    return isinstance(item, pikepdf.Dictionary) and any(
        isinstance(action, pikepdf.Dictionary) and "/S" in action for action in item.values()
    )


# ---------------------------------------------------------------- packed streams


def _unpacked_size(stream):
    """Bytes that the stream's packing opens into; Bad as soon as they are too many. A picture's coding stays shut."""
    filters = _filters(stream)
    if not filters or filters[0] not in PACKED:
        return 0
    if not FLATE.issuperset(filters[:1]):
        return len(stream.read_bytes()) if PACKED.issuperset(filters) else 0
    raw = stream.read_raw_bytes()
    blocks = (raw[start : start + BLOCK] for start in range(0, len(raw), BLOCK))
    for name in filters:
        if name not in FLATE:
            break
        blocks = _inflated(blocks)
    return _measured(blocks)


def _filters(stream):
    given = stream.stream_dict.get("/Filter")
    if given is None:
        return []
    return [str(name) for name in given] if isinstance(given, pikepdf.Array) else [str(given)]


def _inflated(blocks):
    inflater = zlib.decompressobj()
    for block in blocks:
        while block and not inflater.eof:
            try:
                yield inflater.decompress(block, BLOCK)
            except zlib.error as error:
                raise Bad("damaged") from error
            block = inflater.unconsumed_tail


def _measured(blocks):
    size = 0
    for block in blocks:
        size += len(block)
        if size > MAX_STREAM:
            raise Bad("bomb")
    return size
