"""The sheet of sentences: a row each, with its source."""

from qa_portal.core.columns import Column

QUOTE_COLUMNS = [
    Column("side", "ด้าน", lambda row: str(row[0].theme.get_side_display()), 18),
    Column("theme", "ประเด็นร่วม", lambda row: row[0].theme.name, 34),
    Column("school", "โรงเรียน", lambda row: row[1].section.sar.school.name, 34),
    Column("code", "รหัสกระทรวง", lambda row: row[1].section.sar.school.moe_code, 14),
    Column("education", "ระดับ", lambda row: str(row[1].section.sar.get_level_display()), 18),
    Column("standard", "มาตรฐานที่", lambda row: row[1].section.standard.number, 12, kind="number"),
    Column("text", "ข้อความ", lambda row: row[1].text, 80),
]
