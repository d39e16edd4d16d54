import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_portal.core.thai import to_arabic, to_thai


@pytest.mark.parametrize(
    ("arabic", "thai"), [("0123456789", "๐๑๒๓๔๕๖๗๘๙"), ("ที่ 7/2569", "ที่ ๗/๒๕๖๙"), ("", ""), ("ไม่มี", "ไม่มี")]
)
def test_digits_change_and_nothing_else(arabic, thai):
    assert (to_thai(arabic), to_arabic(thai)) == (thai, arabic)


@given(st.text().filter(lambda text: not set(text) & set("๐๑๒๓๔๕๖๗๘๙")))
def test_digits_round_trip(text):
    assert to_arabic(to_thai(text)) == text
