"""Repairs of a Sarabun font that change nothing on paper and make the text of a PDF read back as it was typed.

1. SARA AM. HarfBuzz splits ำ into NIKHAHIT + SARA AA and Sarabun leaves them as two glyphs, so one glyph stands for
   "า" here and for half a "ำ" there, and no text layer can be right (Kozea/WeasyPrint#2841). The pair is joined again
   (สำ) or, where a tone mark has swallowed the nikhahit (น้ำ), the SARA AA becomes a copy that only ever means "ำ".
2. Order. A PDF reader puts glyphs in order by where their origin lies. Sarabun's marks have no width and are moved into
   place: a mark moved right of its consonant is read after the next letter (ยอดเยีย ่ม, every ี่ in bold), one moved
   far left leaves a gap that is read as a space (ฝั่ ง, เปี๊ ยะ). The outlines move instead, and the origins stay.
"""

from copy import deepcopy
from statistics import median

from fontTools.otlLib import builder
from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

SARA_AA, SARA_AM, NIKHAHIT = "uni0E32", "uni0E33", "uni0E4D"
NIKHAHIT_NARROW = f"{NIKHAHIT}.narrow"
# Ligatures of nikhahit and a tone mark, plain and .narrow: uni0E4D0E48 ... uni0E4D0E4B.narrow
TONED_NIKHAHIT = f"{NIKHAHIT}0E4"
# Ours: the SARA AA after such a ligature, and SARA AM with the nikhahit drawn to the left.
AA_OF_AM, AM_NARROW = "aa.am", f"{SARA_AM}.narrow"

CONSONANTS = {f"uni0E{code:02X}" for code in range(0x01, 0x2F)}
TALL_CONSONANTS = {"uni0E1B", "uni0E1D", "uni0E1F"}  # ป ฝ ฟ take the narrow marks
NARROW = ".narrow"
UPPER_VOWELS = [f"uni0E{code:02X}{form}" for code in (0x31, 0x34, 0x35, 0x36, 0x37) for form in ("", NARROW)]
# The tone marks and thanthakhat as they are drawn above an upper vowel.
SMALL_TONES = [f"uni0E{code:02X}.small" for code in range(0x48, 0x4D)]
# Where the origin of a mark may lie, from the end of its consonant, in thousandths of the type size. Right of the end,
# the mark is read after the next letter; 30 left of it, readers see a space. Below comes before above, above before a
# tone on it (ปู่, ที่), with room between for the rounding of a PDF.
BELOW = range(-28, -18)
ABOVE = range(-16, -7)
TONE_AFTER_VOWEL = 5
LOWER_VOWELS = ("uni0E38", "uni0E39", "uni0E3A")
BASE, MARK = 1, 3


def join_sara_am(font):
    width = font["hmtx"][SARA_AA][0]
    add_glyph(font, AA_OF_AM, _drawn(font, SARA_AA), width, kind=BASE)
    add_glyph(font, AM_NARROW, _drawn(font, NIKHAHIT_NARROW, SARA_AA), width, kind=BASE)
    joining = _ligatures(font, {(NIKHAHIT, SARA_AA): SARA_AM, (NIKHAHIT_NARROW, SARA_AA): AM_NARROW})
    _append_lookups(font, [joining])
    toned = [name for name in font.getGlyphOrder() if name.startswith(TONED_NIKHAHIT)]
    _replace_after(font, toned, {SARA_AA: AA_OF_AM})


def keep_marks_in_reading_order(font):
    outlines = {name: (move := _distance(font, name), _drawn(font, name, move=move)) for name in _marks(font)}
    for name, (move, outline) in outlines.items():
        _move(font, name, outline, move)
    _pull_in_odd_consonants(font)
    _draw_tones_for_each_vowel(font)


def add_glyph(font, name, glyph, width, kind=BASE):
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (width, glyph.xMin if glyph.numberOfContours else 0)
    font["GDEF"].table.GlyphClassDef.classDefs[name] = kind


def _drawn(font, *names, move=0):
    """The outlines of some glyphs as one, without references to others, moved to the right."""
    pen, glyphs = TTGlyphPen(None), font.getGlyphSet()
    for name in names:
        glyphs[name].draw(DecomposingFilterPen(TransformPen(pen, (1, 0, 0, 1, move, 0)), glyphs))
    return pen.glyph()


# Rules of substitution, appended last, so that the font's own choice of narrow and small marks has been made.


def _append_lookups(font, lookups, active=True):
    """Append to GSUB and, if active, run them in ccmp, which Thai always goes through; gives the place of the first."""
    gsub = font["GSUB"].table
    first = len(gsub.LookupList.Lookup)
    gsub.LookupList.Lookup.extend(lookups)
    gsub.LookupList.LookupCount = len(gsub.LookupList.Lookup)
    for record in gsub.FeatureList.FeatureRecord:
        if active and record.FeatureTag == "ccmp":
            record.Feature.LookupListIndex += range(first, first + len(lookups))
            record.Feature.LookupCount = len(record.Feature.LookupListIndex)
    return first


def _ligatures(font, ligatures):
    rule = builder.LigatureSubstBuilder(font, None)
    rule.ligatures = ligatures
    return rule.build()


class _LookupAt:
    """What fontTools asks of a lookup that a contextual rule calls: its place in the list."""

    def __init__(self, index):
        self.lookup_index = index


def _replace_after(font, before, mapping):
    """Replace each glyph of `mapping` where it follows one of `before`."""
    copies = builder.SingleSubstBuilder(font, None)
    copies.mapping = mapping
    place = _append_lookups(font, [copies.build()], active=False)
    rule = builder.ChainContextSubstBuilder(font, None)
    rule.rules.append(builder.ChainContextualRule([set(before)], [set(mapping)], [], [[_LookupAt(place)]]))
    built = rule.build()
    _append_lookups(font, built if isinstance(built, list) else [built])


# Places of marks.


def _attachments(font, kind):
    """The subtables of GPOS that set marks on bases (4) or on marks (6)."""
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            subtable = getattr(subtable, "ExtSubTable", subtable)
            if subtable.LookupType == kind:
                yield subtable


def _anchors(font, name):
    """Every anchor of a mark glyph: by which it is set, and on which others are set."""
    for subtable in _attachments(font, 4):
        if name in subtable.MarkCoverage.glyphs:
            yield subtable.MarkArray.MarkRecord[subtable.MarkCoverage.glyphs.index(name)].MarkAnchor
    for subtable in _attachments(font, 6):
        if name in subtable.Mark1Coverage.glyphs:
            yield subtable.Mark1Array.MarkRecord[subtable.Mark1Coverage.glyphs.index(name)].MarkAnchor
        if name in subtable.Mark2Coverage.glyphs:
            anchors = subtable.Mark2Array.Mark2Record[subtable.Mark2Coverage.glyphs.index(name)].Mark2Anchor
            yield from filter(None, anchors)


def _marks(font):
    """The Thai marks that are set on consonants; the small tones are set on vowels."""
    (thai,) = [each for each in _attachments(font, 4) if set(each.BaseCoverage.glyphs) >= CONSONANTS]
    return [name for name in thai.MarkCoverage.glyphs if name[:5] == "uni0E" and name not in SMALL_TONES]


def _settings(font, mark):
    """(anchor of a consonant, how far right of the consonant's end it sets the origin of the mark)."""
    consonants = TALL_CONSONANTS if mark.endswith(NARROW) else CONSONANTS - TALL_CONSONANTS
    for subtable in _attachments(font, 4):
        record = dict(zip(subtable.MarkCoverage.glyphs, subtable.MarkArray.MarkRecord, strict=True)).get(mark)
        for base, bases in zip(subtable.BaseCoverage.glyphs, subtable.BaseArray.BaseRecord, strict=True):
            if record and base in consonants and (anchor := bases.BaseAnchor[record.Class]):
                yield anchor, anchor.XCoordinate - record.MarkAnchor.XCoordinate - font["hmtx"][base][0]


def _distance(font, mark):
    return round(median(right for _, right in _settings(font, mark)) - median(_window(mark)))


def _window(mark):
    return BELOW if mark.startswith(LOWER_VOWELS) else ABOVE


def _move(font, name, outline, move):
    """Put the outline that is drawn further right, and set it as much further left: on paper nothing moves."""
    font["glyf"][name] = outline
    outline.recalcBounds(font["glyf"])
    font["hmtx"][name] = (font["hmtx"][name][0], outline.xMin)
    for anchor in _anchors(font, name):
        anchor.XCoordinate += move


def _pull_in_odd_consonants(font):
    """What is still too far off does move on paper: ร in bold most, by a fiftieth of the type size."""
    for mark in _marks(font):
        window = _window(mark)
        for anchor, right in _settings(font, mark):
            anchor.XCoordinate += min(max(right, window[0]), window[-1]) - right


def _draw_tones_for_each_vowel(font):
    """Sarabun moves one small tone far left to follow ื or a narrow vowel. Each vowel gets copies drawn where it needs
    them, so that the origin of the tone is just behind that of the vowel."""
    (above,) = [each for each in _attachments(font, 6) if set(UPPER_VOWELS) <= set(each.Mark2Coverage.glyphs)]
    for vowel in UPPER_VOWELS:
        copies = {tone: f"{tone}.{vowel}" for tone in SMALL_TONES}
        for tone, copy in copies.items():
            _add_tone(font, above, tone, vowel, copy)
        _replace_after(font, [vowel], copies)
    above.Mark1Array.MarkCount = len(above.Mark1Array.MarkRecord)


def _add_tone(font, above, tone, vowel, name):
    record = deepcopy(above.Mark1Array.MarkRecord[above.Mark1Coverage.glyphs.index(tone)])
    anchors = above.Mark2Array.Mark2Record[above.Mark2Coverage.glyphs.index(vowel)].Mark2Anchor
    move = anchors[record.Class].XCoordinate - record.MarkAnchor.XCoordinate - TONE_AFTER_VOWEL
    record.MarkAnchor.XCoordinate += move
    add_glyph(font, name, _drawn(font, tone, move=move), font["hmtx"][tone][0], kind=MARK)
    classes = font["GDEF"].table.MarkAttachClassDef.classDefs
    classes[name] = classes[tone]
    above.Mark1Coverage.glyphs.append(name)
    above.Mark1Array.MarkRecord.append(record)
