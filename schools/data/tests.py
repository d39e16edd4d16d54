"""The national tests of each grade and their subjects (B12)."""

from schools.models import Grade, Test

SUBJECTS = ("ภาษาไทย", "คณิตศาสตร์", "วิทยาศาสตร์และเทคโนโลยี", "ภาษาอังกฤษ")
TESTS = (
    *((Test.RT, Grade.P1, subject) for subject in ("การอ่านออกเสียง", "การอ่านรู้เรื่อง")),
    *((Test.NT, Grade.P3, subject) for subject in ("ด้านภาษาไทย", "ด้านคณิตศาสตร์")),
    *((Test.O_NET, grade, subject) for grade in (Grade.P6, Grade.M3) for subject in SUBJECTS),
    *((Test.O_NET, Grade.M6, subject) for subject in (*SUBJECTS, "สังคมศึกษา ศาสนา และวัฒนธรรม")),
)
