"""The fixed words of a .docx: what its parts are called and what stands in them besides the text itself."""

FONT = "TH Sarabun New"  # on every Thai office's computer; the older TH SarabunPSK stands in for it
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
NUMBER_FORMATS = {"decimal": "decimal", "thai": "thaiNumbers", "lower-alpha": "lowerLetter", "disc": "bullet"}
BULLET = "•"
LEVELS = 9  # that Word has

CONTENT_TYPES = (
    XML + f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
    "{overrides}</Types>"
)
OVERRIDE = '<Override PartName="/{name}" ContentType="{type}"/>'
RELATIONSHIPS = XML + f'<Relationships xmlns="{PACKAGE}/relationships">{{rows}}</Relationships>'
RELATIONSHIP = '<Relationship Id="{id}" Type="{type}" Target="{target}"/>'
ROOT_RELATIONS = (
    ("rId1", f"{OFFICE}/officeDocument", "word/document.xml"),
    ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
)
CORE_PROPERTIES = (
    XML + f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><dc:language>th-TH</dc:language>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{created}</dcterms:modified></cp:coreProperties>'
)
FONT_TABLE = (
    XML + f'<w:fonts {NAMESPACES}><w:font w:name="{FONT}"><w:altName w:val="TH SarabunPSK"/>'
    '<w:charset w:val="DE"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
)
SETTINGS = (
    XML + f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>{update}<w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="en-US" w:bidi="th-TH"/></w:settings>'
)
UPDATE_FIELDS = '<w:updateFields w:val="true"/>'
STYLES = (
    XML + f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
    f'<w:rFonts w:ascii="{FONT}" w:eastAsia="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/>'
    '<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="en-US" w:eastAsia="en-US" w:bidi="th-TH"/>'
    '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr></w:pPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    "</w:style>{styles}</w:styles>"
)
STYLE = (
    '<w:style w:type="paragraph" {custom}w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
    "{following}<w:qFormat/>{ppr}<w:rPr>{rpr}</w:rPr></w:style>"
)
NUMBERING = XML + f"<w:numbering {NAMESPACES}>{{kinds}}{{lists}}</w:numbering>"
NUMBER_KIND = '<w:abstractNum w:abstractNumId="{id}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
NUMBER_LEVEL = (
    '<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/>'
    '<w:lvlJc w:val="left"/></w:lvl>'
)
NUMBER_LIST = '<w:num w:numId="{id}"><w:abstractNumId w:val="{kind}"/>{starts}</w:num>'
NUMBER_START = '<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
HEADER = XML + f"<w:hdr {NAMESPACES}>{{above}}<w:p><w:pPr>{{tabs}}</w:pPr>{{runs}}</w:p></w:hdr>"
HEADER_LINE = '<w:p><w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
HEADER_TABS = '<w:tabs><w:tab w:val="center" w:pos="{middle}"/><w:tab w:val="right" w:pos="{right}"/></w:tabs>'
DOCUMENT = XML + f"<w:document {NAMESPACES}><w:body>"
DOCUMENT_END = "</w:body></w:document>"
PICTURE = (
    '<w:r><w:drawing>{open}<wp:extent cx="{width}" cy="{height}"/>{wrap}'
    '<wp:docPr id="{id}" name="{id}" descr="{alt}"/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
    '<pic:nvPicPr><pic:cNvPr id="{id}" name="{id}"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>{close}'
    "</w:drawing></w:r>"
)
IN_LINE = ('<wp:inline distT="0" distB="0" distL="0" distR="0">', "", "</wp:inline>")
FLOATING = (  # at the left edge of its paragraph, in front of nothing: the emblem of a memo
    '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" '
    'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column">'
    '<wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset>'
    "</wp:positionV>",
    "<wp:wrapNone/>",
    "</wp:anchor>",
)


def text(value):
    """Escaped for the inside of an element or an attribute."""
    return str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def field(instruction, shown=""):
    """A field that Word computes itself; `shown` stands there until it has."""
    run = "<w:r>{}</w:r>"
    return (
        run.format('<w:fldChar w:fldCharType="begin"/>')
        + run.format(f'<w:instrText xml:space="preserve"> {text(instruction)} </w:instrText>')
        + run.format('<w:fldChar w:fldCharType="separate"/>')
        + run.format(f"<w:t>{text(shown)}</w:t>")
        + run.format('<w:fldChar w:fldCharType="end"/>')
    )
