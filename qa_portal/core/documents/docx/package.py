"""The .docx file around a body: pictures, lists, headers and styles as the body asks for them, then one zip."""

import hashlib
import io
import zipfile

from . import parts

EPOCH = (1980, 1, 1, 0, 0, 0)  # the same bytes for the same document
WORD_SCALE = 16 / 10.7  # 10.7 points of our Sarabun are as large as 16 of TH Sarabun New
HEADINGS = {"h1": "Heading1", "h2": "Heading2", "h3": "Heading3", "h4": "Heading4", "h5": "Heading5", "h6": "Heading6"}
SIDE_ORDER = ("top", "left", "bottom", "right")  # that Word asks for
HEADER_GAP = 708  # twips from the edge of the paper to the header


def twips(points):
    return round(points * 20)


def half_points(size):
    """A type size of the stylesheet as Word counts it, in TH Sarabun New."""
    return round(size * WORD_SCALE * 2)


def letters(style):
    """What makes two runs look alike."""
    return half_points(style.font_size), style.is_bold, style.is_italic


def run_properties(look, base, *, before_size="", after_size=""):
    """The inside of w:rPr, so far as `look` differs from `base`; Thai takes the Cs twins."""
    (size, *styles), xml = look, ""
    for name, on, was in zip(("b", "i"), styles, base[1:], strict=True):
        if on != was:
            value = "" if on else ' w:val="0"'
            xml += f"<w:{name}{value}/><w:{name}Cs{value}/>"
    xml += before_size
    if size != base[0]:
        xml += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    return xml + after_size


def border_of(border, space=0):
    """The attributes of a border that stands `space` points from its text, or "" for none."""
    width, line = border
    if not width or line in ("none", "hidden"):
        return ""
    shape = line if line in ("dotted", "dashed", "double") else "single"
    return f'w:val="{shape}" w:sz="{max(round(width * 8), 2)}" w:space="{round(space)}" w:color="000000"'


class Package:
    """Collects the parts of one document. `styles` is {tag: Style} of the body and of each heading, unplaced."""

    def __init__(self, styles, *, thai_digits):
        self.thai_digits = thai_digits
        self.normal = letters(styles["body"])
        self.styles = {}  # id → its w:style
        self.style_of_letters = {self.normal: "Normal"}
        self.letters_of_style = {"Normal": self.normal}
        self.media = {}  # name in the zip → bytes
        self.relations = [
            ("rIdStyles", f"{parts.OFFICE}/styles", "styles.xml"),
            ("rIdNumbering", f"{parts.OFFICE}/numbering", "numbering.xml"),
            ("rIdSettings", f"{parts.OFFICE}/settings", "settings.xml"),
            ("rIdFonts", f"{parts.OFFICE}/fontTable", "fontTable.xml"),
        ]
        self.headers = {}  # (width, is numbered, state, lines above) → (relation, part)
        self.lists = []
        self.updates_fields = False
        self.ids = 0
        for level, (tag, name) in enumerate(HEADINGS.items()):
            self._add_heading(level, name, letters(styles[tag]))

    def next_id(self):
        self.ids += 1
        return self.ids

    def _add_heading(self, level, name, look):
        ppr = f'<w:pPr><w:keepNext/><w:keepLines/><w:outlineLvl w:val="{level}"/></w:pPr>'
        self._add_style(name, f"heading {level + 1}", look, following='<w:next w:val="Normal"/>', ppr=ppr)

    def _add_style(self, name, shown, look, *, custom="", following="", ppr=""):
        rpr = run_properties(look, self.normal)
        self.letters_of_style[name] = look
        self.styles[name] = parts.STYLE.format(
            custom=custom, id=name, name=shown, following=following, ppr=ppr, rpr=rpr
        )

    def style_for(self, style):
        """The named style of plain paragraphs with these letters: changing it in Word changes them all."""
        look = letters(style)
        if look not in self.style_of_letters:
            size, is_bold, is_italic = look
            shown = f"Text {size / 2:g}" + " bold" * is_bold + " italic" * is_italic
            name = shown.title().replace(" ", "").replace(".", "_")
            self._add_style(name, shown, look, custom='w:customStyle="1" ')
            self.style_of_letters[look] = name
        return self.style_of_letters[look]

    def picture(self, content, extension):
        """The relation of a picture; the same one twice is in the file once."""
        name = f"media/{hashlib.sha256(content).hexdigest()[:16]}.{extension}"
        relation = f"rId{name[6:22]}"
        if name not in self.media:
            self.media[name] = content
            self.relations.append((relation, f"{parts.OFFICE}/image", name))
        return relation

    def number_list(self, kind, level, start=1):
        """The number of a new list whose level `level` begins at `start`."""
        self.lists.append((kind, level, start))
        return len(self.lists)

    def header(self, page, state, *, is_numbered, lines=()):
        key = (twips(page.width), is_numbered, state, lines)
        if key not in self.headers:
            name = f"header{len(self.headers) + 1}.xml"
            relation = f"rIdHeader{len(self.headers) + 1}"
            self.headers[key] = (relation, name)
            self.relations.append((relation, f"{parts.OFFICE}/header", name))
        return self.headers[key][0]

    def section(self, page, state, *, is_first_bare=False, heads=()):
        """The w:sectPr of pages like `page`. `heads`: the lines at the top of its first page, and of the others."""
        top, right, bottom, left = (twips(side) for side in page.margin)
        width, height = (twips(side) for side in page.size)
        numbered = self.header(page, state, is_numbered=page.is_numbered, lines=heads[-1] if heads else ())
        headers = f'<w:headerReference w:type="default" r:id="{numbered}"/>'
        if is_first_bare or heads:
            is_numbered = page.is_numbered and not is_first_bare
            first = self.header(page, state, is_numbered=is_numbered, lines=heads[0] if heads else ())
            headers += f'<w:headerReference w:type="first" r:id="{first}"/>'
        digits = '<w:pgNumType w:fmt="thaiNumbers"/>' * self.thai_digits  # PAGE and PAGEREF follow it
        orient = ' w:orient="landscape"' if width > height else ""
        return (
            f'<w:sectPr>{headers}<w:type w:val="nextPage"/><w:pgSz w:w="{width}" w:h="{height}"{orient}/>'
            f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="{HEADER_GAP}" '
            f'w:footer="{HEADER_GAP}" w:gutter="0"/>{digits}{"<w:titlePg/>" * bool(is_first_bare or heads)}</w:sectPr>'
        )

    def save(self, body, *, title, author, created):
        """The file's bytes; `body` is an iterable of the XML of the body in order."""
        files = {
            "[Content_Types].xml": self._content_types(),
            "_rels/.rels": _relationships(parts.ROOT_RELATIONS),
            "docProps/core.xml": parts.CORE_PROPERTIES.format(
                title=parts.text(title), author=parts.text(author), created=created
            ),
            "word/_rels/document.xml.rels": _relationships(self.relations),
            "word/styles.xml": parts.STYLES.format(size=self.normal[0], styles="".join(self.styles.values())),
            "word/numbering.xml": self._numbering(),
            "word/settings.xml": parts.SETTINGS.format(update=parts.UPDATE_FIELDS * self.updates_fields),
            "word/fontTable.xml": parts.FONT_TABLE,
        }
        files |= {f"word/{name}": self._header(*key) for key, (_relation, name) in self.headers.items()}
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, content in files.items():
                archive.writestr(_entry(name), content)
            for name, content in self.media.items():
                archive.writestr(_entry(f"word/{name}", zipfile.ZIP_STORED), content)
            with archive.open(_entry("word/document.xml"), "w", force_zip64=True) as document:
                for xml in (parts.DOCUMENT, *body, parts.DOCUMENT_END):
                    document.write(xml.encode() if isinstance(xml, str) else xml)
        return buffer.getvalue()

    def _content_types(self):
        types = {"docProps/core.xml": parts.CORE_TYPE, "word/document.xml": f"{parts.WORD_TYPE}document.main+xml"}
        for part in ("styles", "numbering", "settings", "fontTable"):
            types[f"word/{part}.xml"] = f"{parts.WORD_TYPE}{part}+xml"
        types |= {f"word/{name}": f"{parts.WORD_TYPE}header+xml" for _relation, name in self.headers.values()}
        rows = (parts.OVERRIDE.format(name=name, type=kind) for name, kind in types.items())
        return parts.CONTENT_TYPES.format(overrides="".join(rows))

    def _numbering(self):
        kinds = list(parts.NUMBER_FORMATS)
        lists = (
            parts.NUMBER_LIST.format(
                id=number, kind=kinds.index(kind), starts=parts.NUMBER_START.format(level=level, start=start)
            )
            for number, (kind, level, start) in enumerate(self.lists, start=1)
        )
        return parts.NUMBERING.format(
            kinds="".join(_number_kind(index, kind) for index, kind in enumerate(kinds)), lists="".join(lists)
        )

    def _header(self, width, is_numbered, state, lines):
        runs = f"<w:r><w:tab/><w:t>- </w:t></w:r>{parts.field('PAGE')}<w:r><w:t> -</w:t></w:r>"
        runs = runs.replace("<w:t>", '<w:t xml:space="preserve">') if is_numbered else "<w:r><w:tab/></w:r>"
        bold = run_properties((self.normal[0], True, False), self.normal)
        if state:
            runs += f"<w:r><w:rPr>{bold}</w:rPr><w:tab/><w:t>{parts.text(state)}</w:t></w:r>"
        tabs = parts.HEADER_TABS.format(middle=width // 2, right=width)
        above = "".join(parts.HEADER_LINE.format(look=bold, text=parts.text(line)) for line in lines)
        return parts.HEADER.format(above=above, tabs=tabs, runs=runs)


def _number_kind(index, kind):
    shape = parts.NUMBER_FORMATS[kind]
    levels = (
        parts.NUMBER_LEVEL.format(
            level=level, format=shape, text=parts.BULLET if shape == "bullet" else f"%{level + 1}."
        )
        for level in range(parts.LEVELS)
    )
    return parts.NUMBER_KIND.format(id=index, levels="".join(levels))


def _relationships(rows):
    return parts.RELATIONSHIPS.format(
        rows="".join(parts.RELATIONSHIP.format(id=name, type=kind, target=target) for name, kind, target in rows)
    )


def _entry(name, compression=zipfile.ZIP_DEFLATED):
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = compression
    return entry
