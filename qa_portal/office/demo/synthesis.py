"""The synthesis of the closed year: sentences under themes, a chapter of the office's own, and its publication."""

from qa_portal.office.reports.synthesis.themes import said
from qa_portal.office.services import publishing
from qa_portal.office.services import synthesis as writing
from schools.models import Cycle, CycleState

# side, theme, what its sentences say
THEMES = [
    ("strengths", "การพัฒนาครูและการใช้แหล่งเรียนรู้", "ครู"),
    ("strengths", "การมีส่วนร่วมของชุมชนและผู้ปกครอง", "ชุมชน"),
    ("points_to_develop", "ผลสัมฤทธิ์ทางการเรียน", "ผลสัมฤทธิ์"),
    ("points_to_develop", "ระบบเทคโนโลยีสารสนเทศ", "เทคโนโลยี"),
]
CONCLUSION = (
    "สำนักงานเขตจะนำประเด็นที่ควรพัฒนาไปกำหนดในแผนการนิเทศของปีถัดไป "
    "และจัดเวทีแลกเปลี่ยนเรียนรู้ระหว่างสถานศึกษาที่มีจุดเด่นกับสถานศึกษาที่ต้องการความช่วยเหลือ"
)


def load(world):
    year = Cycle.objects.filter(district=world.district, state=CycleState.CLOSED).first().academic_year
    if world.district.syntheses.filter(academic_year=year).exists():
        return
    by = world.people["grouphead"]
    synthesis = writing.begin(world.district, year)
    for side, name, text in THEMES:
        if sentences := said(synthesis, side, text=text):
            writing.gather(synthesis, side, sentences, name=name)
    chapter = synthesis.chapters.get(key="conclusion")
    chapter.text = CONCLUSION
    chapter.save()
    publishing.publish_synthesis(synthesis, note="ฉบับแรก", by=by)
