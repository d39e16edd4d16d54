"""A Word file written the way people write them: by hand, with what Word leaves behind."""

import io
from copy import deepcopy

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from qa_portal.core.thai import to_thai

NUMBERING = """
<w:numbering {ns}>
<w:abstractNum w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="%1.%2.%3"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="91"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>
<w:lvlText w:val="-"/></w:lvl></w:abstractNum>
<w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num><w:num w:numId="91"><w:abstractNumId w:val="91"/></w:num>
</w:numbering>
"""


class Paper:
    """`thai`: Thai digits everywhere. `runs`: into how many runs a text falls. `spoil`: a function on every text."""

    def __init__(self, *, thai=False, runs=1, spoil=None, numbers="decimal"):
        self.document = Document()
        self.thai, self.runs, self.spoil = thai, runs, spoil
        root = self.document.part.numbering_part.element
        for item in parse_xml(NUMBERING.format(ns=nsdecls("w"), format=numbers)):
            root.append(deepcopy(item))

    def bytes(self):
        buffer = io.BytesIO()
        self.document.save(buffer)
        return buffer.getvalue()

    def text(self, text):
        text = to_thai(text) if self.thai else text
        return self.spoil(text) if self.spoil else text

    def p(self, text="", *, level=None, bullet=False, bold=False, into=None):
        """A paragraph; "\\n" is a line break inside it, "\\t" a tab. `level`: numbered by Word."""
        paragraph = (into or self.document).add_paragraph()
        self._write(paragraph, self.text(text), bold=bold)
        if level is not None or bullet:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = level or 0
            properties.get_or_add_numId().val = 91 if bullet else 90
        return paragraph

    def _write(self, paragraph, text, *, bold=False):
        size = max(1, -(-len(text) // self.runs))
        for start in range(0, len(text), size):
            paragraph.add_run(text[start : start + size]).bold = bold or None

    def inserted(self, paragraph, text, deleted=""):
        """Tracked changes: a text that was put in, and one that was taken out."""
        out = parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="ผู้ตรวจ"/>')
        run = OxmlElement("w:r")
        gone = OxmlElement("w:delText")
        gone.text = deleted
        run.append(gone)
        out.append(run)
        new = parse_xml(f'<w:ins {nsdecls("w")} w:id="2" w:author="ผู้ตรวจ"/>')
        new.append(paragraph.add_run(self.text(text))._r)
        paragraph._p.append(out)
        paragraph._p.append(new)

    def control(self, element):
        """Put a paragraph, a row or a run into a content control."""
        control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent/></w:sdt>")
        element.addprevious(control)
        control.find(qn("w:sdtContent")).append(element)

    def table(self, rows, *, merges=(), into=None):
        """A table of texts; a cell's paragraphs are parted by "\\n". `merges`: (row, column, row, column)."""
        width = max(len(row) for row in rows)
        holder = into if into is not None else self.document
        table = holder.add_table(0, width)
        for row in rows:
            cells = table.add_row().cells
            for cell, text in zip(cells, row, strict=False):
                first, *others = text.split("\n")
                self._write(cell.paragraphs[0], self.text(first))
                for other in others:
                    self.p(other, into=cell)
        for top, left, bottom, right in merges:
            merged = table.cell(top, left).merge(table.cell(bottom, right))
            for paragraph in merged.paragraphs[1:]:
                if not paragraph.text:
                    paragraph._p.getparent().remove(paragraph._p)
        return table

    def break_page(self):
        self.document.add_page_break()
