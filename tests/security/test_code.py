"""What the code itself shows: which dangerous things stand where, each place read by a person; and that no pattern of
ours can be made slow by what is typed."""

import ast
import re
from functools import cache
from io import BytesIO

import pytest
from django.conf import settings
from docx import Document

from projects.word.package import Unreadable
from projects.word.reader import MAX_LINE, read_file

try:
    from re import _constants as sre
    from re import _parser as parser
except ImportError:
    import sre_constants as sre
    import sre_parse as parser

ROOT = settings.BASE_DIR
OURS = ("qa_portal", "schools", "projects", "supervision")


@cache
def nodes():
    """(file, node) of what is asked for below, in all our code without migrations."""
    paths = [path for name in OURS for path in (ROOT / name).rglob("*.py") if "migrations" not in path.parts]
    asked = (ast.Call, ast.Import, ast.ImportFrom, ast.keyword, ast.Name)
    return [
        (str(path.relative_to(ROOT)), node)
        for path in paths
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, asked)
    ]


@cache
def calls():
    return [(path, called(node), node) for path, node in nodes() if isinstance(node, ast.Call)]


def texts():
    return {str(path.relative_to(ROOT)): path.read_text() for path in (ROOT / "templates").rglob("*") if path.is_file()}


def called(node):
    """The dotted name of what a call calls."""
    parts, function = [], node.func
    while isinstance(function, ast.Attribute):
        parts.append(function.attr)
        function = function.value
    parts.append(function.id if isinstance(function, ast.Name) else "…")
    return ".".join(reversed(parts))


def places_of(*names):
    """The files that call one of the names (the last part counts)."""
    return {path for path, name, _node in calls() if name.rpartition(".")[2] in names}


def imports():
    for path, node in nodes():
        if isinstance(node, ast.Import):
            yield from ((path, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield path, node.module


def test_no_code_is_made_of_texts():
    names = {name for _path, name, _node in calls()}
    assert names & {"eval", "exec", "compile", "os.system", "os.popen", "__import__"} == set()
    modules = {name.split(".")[0] for _path, name in imports()}
    assert modules & {"pickle", "marshal", "shelve", "yaml", "telnetlib", "xmlrpc"} == set()


def test_no_shell_is_ever_asked():
    shells = {path for path, node in nodes() if isinstance(node, ast.keyword) and node.arg == "shell"}
    assert shells == set()


def test_text_is_called_safe_only_where_each_piece_was_escaped():
    """A new place is read first: everything that a person typed goes through escape, format_html or ElementTree."""
    assert places_of("mark_safe", "SafeString") == {
        "projects/forms/widgets.py",
        "projects/templatetags/project_pages.py",
        "qa_portal/core/documents/charts.py",
        "qa_portal/core/templatetags/documents.py",
        "qa_portal/core/templatetags/portal.py",
        "qa_portal/office/documents/school_map.py",
        "qa_portal/office/reports/guides.py",
        "qa_portal/office/services/annual_publishing.py",
        "qa_portal/office/templatetags/office.py",
    }
    assert {path for path, text in texts().items() if re.search(r"\|\s*safe\b", text)} == set()
    unescaped = {path for path, text in texts().items() if "autoescape off" in text}
    assert {path.rpartition(".")[2] for path in unescaped} <= {"txt"}


def test_sql_is_written_by_hand_only_in_known_places():
    """There names of our own tables and columns stand in it, and no value: values are parameters."""
    assert places_of("raw", "RawSQL", "extra") == set()
    assert {path for path in places_of("execute", "executemany") if "/management/" not in path} == SQL_PLACES


SQL_PLACES = {
    "qa_portal/core/backup/restoring.py",
    "qa_portal/core/backup/rows.py",
    "qa_portal/core/history_chains.py",
    "qa_portal/core/observe/queries.py",
    "qa_portal/core/observe/state.py",
    "qa_portal/core/plans.py",
    "qa_portal/core/shelf.py",
    "qa_portal/core/snapshot.py",
    "qa_portal/core/touching.py",
    "qa_portal/core/upload_parts.py",
    "qa_portal/office/services/practice.py",
}


def test_network_is_asked_only_in_known_places():
    """Mail leaves by Django; all else that connects to another machine stands here (and pages of documents: never)."""
    asking = {path for path, name in imports() if name.split(".")[0] in {"socket", "urllib3", "requests", "httpx"}}
    asking |= {path for path, name in imports() if name in {"http.client", "urllib.request", "smtplib", "ftplib"}}
    assert asking == NETWORK_PLACES


NETWORK_PLACES = {
    "qa_portal/core/integrations/guard.py",
    "qa_portal/core/integrations/posting.py",
    "qa_portal/core/notices/line.py",
    "qa_portal/core/notices/mails.py",
    "qa_portal/core/observe/state.py",
    "qa_portal/core/virus_scan.py",
}


def test_sheets_are_written_in_one_place():
    """Where no text becomes a formula (test_a_text_is_never_a_formula)."""
    writers = {path for path, name in imports() if name.split(".")[0] in {"openpyxl", "xlsxwriter", "pyexcelerate"}}
    assert writers == {"qa_portal/core/spreadsheets.py"}


def test_posts_without_the_token_of_a_page_are_taken_in_two_places():
    """The API, which knows no session, and what LINE and mail programs send."""
    exempt = {path for path, node in nodes() if isinstance(node, ast.Name) and node.id == "csrf_exempt"}
    assert exempt == {"qa_portal/api.py", "qa_portal/core/notices/views.py"}


# ---------------------------------------------------------------- patterns

UNBOUNDED = 50  # repetitions from which the number of ways to read a text begins to hurt


def patterns():
    """{pattern: file} of every text that `re` is given."""
    given = ((path, node) for path, name, node in calls() if name.startswith(("re.", "RegexValidator")) and node.args)
    firsts = ((path, node.args[0]) for path, node in given)
    return {first.value: path for path, first in firsts if isinstance(getattr(first, "value", None), str)}


def repeats_in(parsed):
    """Every unbounded repeat, as (its own body, whether it stands inside another)."""
    stack = [(parsed, False)]
    while stack:
        items, is_inside = stack.pop()
        for kind, value in items:
            if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT):
                is_unbounded = value[1] > UNBOUNDED
                if is_unbounded:
                    yield value[2], is_inside
                stack.append((value[2], is_inside or is_unbounded))
            elif kind is sre.SUBPATTERN:
                stack.append((value[-1], is_inside))
            elif kind is sre.BRANCH:
                stack.extend((branch, is_inside) for branch in value[1])
            elif kind in (sre.ASSERT, sre.ASSERT_NOT):
                stack.append((value[1], is_inside))


def nested():
    return {text for text in patterns() if any(is_inside for _body, is_inside in repeats_in(parser.parse(text)))}


# Read by a person: each round begins with a sign that no other part of it has.
READ = {
    "[\u0e00-\u0e7f]+(?:[\\s.]+[\u0e00-\u0e7f]+)*",  # words, and what parts them
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*",  # after @, each round begins with a dot
    r"(?:\.{2,}|…)+",  # leader dots
}


def test_no_pattern_repeats_a_repeat():
    """(a+)+ takes time without end on a long text that almost fits. All patterns are looked at, wherever they stand."""
    assert len(patterns()) > 60
    assert nested() - READ == set()


LONGEST = 1_500  # letters: what reads in the square of a length shows here, what doubles with each letter never ends


@pytest.mark.parametrize("text", ["1", " ", "ก", "๑,", "-", "x1 ", "(1", "1=", "a@"])
def test_every_pattern_ends_on_a_long_line(text):
    line = (text * LONGEST)[:LONGEST]
    for pattern in patterns():
        re.compile(pattern).search(line)


@pytest.mark.parametrize("text", ["ก" * (MAX_LINE + 1), "1" * 500, "ก" + " " * 500 + "ก"])
def test_line_that_a_pattern_would_read_slowly_is_refused(text):
    """Patterns of the Word reader take the square of a run's length: no proposal has such lines."""
    paper, file = Document(), BytesIO()
    paper.add_paragraph(text)
    paper.save(file)
    with pytest.raises(Unreadable):
        read_file(file.getvalue())
