"""The rounds of external assessment that offices hold results of, and the first readiness form. Loaded once by
migration 0005; further rounds are made on the page of rounds, further editions of the form in the back office.

Scale and bands of round 3 and the words of round 4's scale are as B6 gives them, which marks them as still to be
checked against the agency's own papers: the names of the frameworks say so. No wording of an indicator is given."""

TO_CHECK = "ตรวจสอบกับเอกสารของ สมศ. ก่อนใช้อ้างอิง"

# value, word, reached from a score of
SCALE_OF_ROUND_3 = [
    (5, "ดีมาก", "90"),
    (4, "ดี", "75"),
    (3, "พอใช้", "60"),
    (2, "ปรับปรุง", "50"),
    (1, "ปรับปรุงเร่งด่วน", "0"),
]
SCALE_OF_ROUND_4 = [(5, "ดีเยี่ยม", None), (4, "ดีมาก", None), (3, "ดี", None), (2, "พอใช้", None), (1, "ปรับปรุง", None)]

# level of education → its name, and the school's framework whose standards round 4 follows
LEVELS = {"early_childhood": ("ระดับปฐมวัย", "EC-2561"), "basic": ("ระดับการศึกษาขั้นพื้นฐาน", "BASIC-2561")}

ROUNDS = [
    {
        "number": 3,
        "name": "การประเมินคุณภาพภายนอกรอบสาม (พ.ศ. 2554–2558)",
        "years": (2554, 2558),
        "has_scores": True,
        "scale": SCALE_OF_ROUND_3,
        "framework": "เกณฑ์การประเมินคุณภาพภายนอกรอบสาม {level} (ยังไม่มีรายมาตรฐาน ช่วงคะแนน" + TO_CHECK + ")",
        "code": "ONESQA-3-{level}",
        "year": 2554,
        "takes_standards": False,
    },
    {
        "number": 4,
        "name": "การประเมินคุณภาพภายนอกรอบสี่ (พ.ศ. 2559–2566)",
        "years": (2559, 2566),
        "has_scores": False,
        "scale": SCALE_OF_ROUND_4,
        "framework": "มาตรฐานการประเมินคุณภาพภายนอกรอบสี่ {level} (ตามมาตรฐานการศึกษา พ.ศ. 2561 ชื่อระดับ" + TO_CHECK + ")",
        "code": "ONESQA-4-{level}",
        "year": 2561,
        "takes_standards": True,
    },
]

FORM = "แบบประเมินความพร้อมรับการประเมินคุณภาพภายนอก"

# what answers it, whether it must be met, question
QUESTIONS = [
    ("sar_accepted", True, "รายงานผลการประเมินตนเอง (SAR) ปีล่าสุดส่งสำนักงานเขตพื้นที่การศึกษาและเขตรับรายงานแล้ว"),
    ("board_minutes", True, "มีรายงานการประชุมคณะกรรมการสถานศึกษาขั้นพื้นฐานที่ให้ความเห็นชอบ SAR ปีล่าสุด"),
    ("sar_file", True, "มี SAR ปีล่าสุดเป็นไฟล์ PDF ที่เปิดอ่านได้ พร้อมส่งผู้ประเมิน"),
    ("targets", True, "ประกาศค่าเป้าหมายตามมาตรฐานการศึกษาของสถานศึกษาของปีที่รายงานแล้ว"),
    ("figures", True, "บันทึกข้อมูลนักเรียน ครูและบุคลากรของปีที่รายงานครบถ้วน"),
    ("promises", False, "ดำเนินการตามข้อตกลงจากการนิเทศครบ ไม่มีเรื่องที่เกินกำหนด"),
    (
        "by_hand",
        True,
        "ประกาศใช้มาตรฐานการศึกษาของสถานศึกษา และแต่งตั้งผู้รับผิดชอบงานประกันคุณภาพภายในเป็นลายลักษณ์อักษร",
    ),
    (
        "by_hand",
        True,
        "แผนพัฒนาการจัดการศึกษาและแผนปฏิบัติการประจำปีสอดคล้องกับมาตรฐาน และคณะกรรมการสถานศึกษาให้ความเห็นชอบ",
    ),
    ("by_hand", True, "ร่องรอยหลักฐานจัดเป็นหมวดหมู่ตามมาตรฐาน ค้นหาได้ และมีผู้รับผิดชอบอธิบายได้ทุกมาตรฐาน"),
    ("by_hand", True, "สุ่มตรวจแล้วข้อมูลและตัวเลขใน SAR ตรงกับหลักฐานจริงของสถานศึกษา"),
    (
        "by_hand",
        True,
        "ผู้บริหาร ครู กรรมการสถานศึกษา ผู้แทนผู้เรียนและผู้ปกครองทราบกำหนดการ และพร้อมให้ข้อมูลแก่ผู้ประเมิน",
    ),
    ("by_hand", True, "นำข้อเสนอแนะของการประเมินภายนอกครั้งก่อนไปปรับปรุง และมีร่องรอยให้ตรวจสอบ (ถ้าเคยรับการประเมิน)"),
    ("by_hand", False, "สถานที่ทำงาน อินเทอร์เน็ต และผู้ประสานงานสำหรับคณะผู้ประเมินพร้อมแล้ว"),
]
