"""The chapters of the annual book, in their order."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from projects.books import book as projects_book
from projects.books import plan as plans
from projects.books import result
from projects.reports.year_sums import PlanYear
from qa_portal.core.thai import format_date
from qa_portal.office.models import AnnualForeword, OwnAssessment, Synthesis
from qa_portal.office.reports import annual, supervision_book
from qa_portal.office.reports.external import OfficeResults
from qa_portal.office.reports.own_standards import content_of
from qa_portal.office.reports.synthesis import book as synthesis_book
from qa_portal.office.reports.synthesis import tables as synthesis_tables
from qa_portal.office.reports.synthesis.levels import Asked, educations

from . import papers, tables
from .schools import school_years

COUNT, ALONE = 16, 34  # characters: the most of a column of counts, the least of the only one of words
TITLE = "รายงานประจำปีงบประมาณ พ.ศ."
SUBTITLE = "การประกันคุณภาพภายใน การนิเทศ ติดตาม และประเมินผลการจัดการศึกษา"
APPENDIX = {"sars_not_sent", "schools_not_visited", "visits", "unsettled_actions"}


@dataclass(frozen=True)
class Chapter(projects_book.Chapter):
    """`papers` follow the tables; `template` is what stands before them, with its context."""

    papers: Sequence[projects_book.Paper] = ()
    template: str = ""
    context: dict = field(default_factory=dict)

    @property
    def heading(self):
        return f"บทที่ {self.number} {self.title}" if self.number.isdecimal() else f"ภาคผนวก {self.number} {self.title}"

    @property
    def opens_lying(self):
        """Whether its heading stands over a table on its side."""
        return not self.template and any(lies for *_table, lies in self.sections[:1])

    @property
    def sections(self):
        """(number as printed, table, whether it is a table of projects.books, whether it lies on its side)."""
        return [
            (number, table, isinstance(table, projects_book.Table), table.lies)
            for number, table in ((number, _for_paper(table)) for number, table in self.numbered)
        ]


def _for_paper(table):
    """A sheet gives counts more room than paper has; words that stand alone beside them get it."""
    words = sum(not column.is_numeric for column in table.columns)
    return replace(table, columns=[_on_paper(column, is_alone=words == 1) for column in table.columns])


def _on_paper(column, *, is_alone):
    if column.kind == "number":
        return replace(column, width=min(column.width, COUNT))
    return replace(column, width=max(column.width, ALONE)) if is_alone and not column.is_numeric else column


@dataclass(frozen=True)
class Edition:
    """What a published copy is known by; `digest` is of its figures."""

    number: int
    code: str
    digest: str
    address: str
    qr: str


@dataclass(frozen=True)
class AnnualBook(projects_book.Book):
    edition: Edition | None = None

    @property
    def heading(self):
        counted = f"ข้อมูล ณ วันที่ {format_date(self.year.today)}"
        return [self.year.district.name, self.full_title, counted, *([self.mark] if self.edition else [])]

    @property
    def mark(self):
        """How a copy names itself at the foot of its pages."""
        if self.edition is None:
            return "ฉบับจัดทำเพื่อตรวจทาน ยังไม่ได้เผยแพร่"
        return f"ฉบับที่ {self.edition.number} รหัส {self.edition.code} ลายพิมพ์ {self.edition.digest}"

    def papers_of(self, chapter):
        return chapter.papers


def build(year, *, made_at):
    """The AnnualBook of an OfficeYear. To be called inside override("th")."""
    return AnnualBook(
        kind="annual",
        title=TITLE,
        subtitle=SUBTITLE,
        year=year,
        made_at=made_at,
        foreword=foreword_of(year),
        chapters=list(_chapters(year)),
        papers=(),
        details=partial(tables.own_details, own_reports(year)),
    )


def own_reports(year):
    """What the office's reports on its own standards of the year say, as they stand."""
    rows = OwnAssessment.objects.filter(district=year.district, fiscal_year=year.fiscal)
    return [content_of(row) for row in rows.select_related("framework", "district", "proposed_by", "approved_by")]


def foreword_of(year):
    """The office's own words, paragraph by paragraph; the portal's where it has written none."""
    own = AnnualForeword.objects.filter(district=year.district, fiscal_year=year.fiscal).first()
    lines = own.text.splitlines() if own else []
    return [line for line in lines if line.strip()] or usual_foreword(year)


def usual_foreword(year):
    office = year.district.name
    return [
        f"{office} จัดทำรายงานประจำปีงบประมาณ พ.ศ. {year.fiscal} ขึ้น เพื่อรายงานผลการดำเนินงานด้านการประกันคุณภาพภายใน "
        "การนิเทศ ติดตาม และประเมินผลการจัดการศึกษา ต่อผู้บริหาร หน่วยงานต้นสังกัด และผู้มีส่วนเกี่ยวข้อง",
        "รายงานฉบับนี้ประกอบด้วยข้อมูลพื้นฐาน โครงการและงบประมาณ ผลการสังเคราะห์รายงานการประเมินตนเองของสถานศึกษา "
        f"ปีการศึกษา {year.academic} ผลการนิเทศและการติดตามข้อตกลง ผลการประเมินคุณภาพภายนอก ตัวชี้วัด "
        "มาตรฐานสำนักงานเขตพื้นที่การศึกษา วิธีปฏิบัติที่เป็นเลิศ และสรุปรายเครือข่ายและรายสถานศึกษา "
        "ตัวเลขทุกรายการนับจากข้อมูลที่บันทึกไว้ในระบบ",
        f"{office} ขอขอบคุณสถานศึกษาและผู้มีส่วนเกี่ยวข้องทุกฝ่าย และหวังว่ารายงานฉบับนี้จะเป็นประโยชน์ต่อการวางแผนพัฒนาคุณภาพการศึกษาต่อไป",
    ]


# ---------------------------------------------------------------- chapters


def _chapters(year):
    report = annual.build(year)
    shown = {table.key: table for _number, table in report.numbered_tables}
    plan = PlanYear(year.district, year.fiscal)
    seen = _supervision(year)
    results = OfficeResults.latest(year)
    schools = school_years(year, results)
    yield Chapter(
        "facts",
        "1",
        "บทสรุปและข้อมูลพื้นฐาน",
        [shown["summary"], shown["schools_by_network"], shown["schools_by_size"]],
        template="office/documents/summary.html",
        context={"said": report.said},
    )
    yield _projects(plan, shown)
    yield _synthesis(year, shown)
    yield Chapter("supervision", "4", "การนิเทศ ติดตาม และข้อตกลง", [t for t in seen if t.key not in APPENDIX])
    yield Chapter("external", "5", "ผลการประเมินคุณภาพภายนอก", **_of_round(results))
    yield Chapter("indicators", "6", "ตัวชี้วัดความสำเร็จ", [shown["kpis"]])
    own = own_reports(year)
    yield Chapter("own", "7", "มาตรฐานสำนักงานเขตพื้นที่การศึกษา", tables.own_standards(own), papers.own_standards(own))
    yield _practices(year, shown)
    yield Chapter(
        "networks", "9", "สรุปรายเครือข่ายและรายสถานศึกษา", [tables.schools(schools)], papers.networks(year, schools)
    )
    yield papers.photos_in(Chapter("photos", "10", "ภาพกิจกรรม"), year, plan)
    left = [shown["sars_not_sent"], *(table for table in seen if table.key in APPENDIX), tables.findings(schools)]
    yield Chapter("appendix", "ก", "รายการที่ต้องติดตามและทะเบียนการนิเทศ", left)


def _projects(plan, shown):
    reports = list(result.sent_reports(plan))
    rows = result.indicator_rows(plan, reports)
    indicators = replace(result.indicators(plan, rows), key="project_indicators")
    return Chapter(
        "projects",
        "2",
        "โครงการและงบประมาณ",
        [
            shown["projects_by_state"],
            shown["money_by_project"],
            plans.groups(plan),
            *plans.by_strategies(plan),
            shown["spending_by_quarter"],
            result.reached(rows),
            indicators,
            result.unreported(plan, reports),
        ],
        papers.projects(plan, reports, indicators),
    )


def _synthesis(year, shown):
    """With the words of the office's synthesis where it has begun one."""
    asked = Asked(year.district, year.academic)
    levels = [table for education in educations(asked) for table in synthesis_tables.all_of(asked, education)]
    listed = [shown["sar_by_state"], shown["sar_by_network"], *levels]
    row = Synthesis.objects.filter(district=year.district, academic_year=year.academic).first()
    words = papers.synthesis(synthesis_book.build(row)) if row else ()
    return Chapter("sar", "3", "ผลการสังเคราะห์รายงานการประเมินตนเองของสถานศึกษา", listed, words)


def _supervision(year):
    return [table for chapter in supervision_book.build(year).chapters for table in chapter.tables]


def _of_round(results):
    """The further fields of the chapter of external results."""
    if results is None:
        return {"empty": "ยังไม่มีผลการประเมินคุณภาพภายนอกฉบับสมบูรณ์"}
    template, context = "office/documents/annual_book_round.html", {"results": results}
    return {"tables": [*results.tables, tables.external(results)], "template": template, "context": context}


def _practices(year, shown):
    rows = tables.published_practices(year)
    listed = [shown["practices_by_network"], tables.practices(rows), tables.honours(year)]
    return Chapter("practices", "8", "วิธีปฏิบัติที่เป็นเลิศและเกียรติยศ", listed, papers.practices(rows))
