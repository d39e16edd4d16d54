import pytest

from qa_portal.core.menu import lit_by


@pytest.mark.parametrize(
    ("address", "item"),
    [
        ("supervision:visit_detail", "supervision:visit_list"),
        ("supervision:batch_detail", "supervision:assessment_list"),
        ("schools:award_detail", "schools:practice_list"),
        ("schools:sar_detail", "schools:sar_list"),
        ("core:job_list", ""),
        ("", ""),
    ],
)
def test_menu_item_that_names_most_of_a_page_lights_up(address, item):
    assert lit_by(address) == item
