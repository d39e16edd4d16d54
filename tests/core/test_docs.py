import re

from qa_portal.core.management.commands.draw_workflows import drawing
from qa_portal.settings import BASE_DIR


def test_workflows_are_drawn_from_the_code():
    assert (BASE_DIR / "docs/workflows.md").read_text() == drawing()


def test_links_and_pictures_of_the_readme_exist():
    text = (BASE_DIR / "README.md").read_text()
    paths = [path for path in re.findall(r"\]\(([^)]+)\)", text) if "://" not in path]
    assert [path for path in paths if not (BASE_DIR / path).exists()] == []
    assert len(paths) > 8


def test_every_setting_of_the_environment_is_documented_and_no_other():
    code = (BASE_DIR / "qa_portal/settings.py").read_text()
    names = set(re.findall(r'(?:env\.\w+|required)\(\s*"([A-Z0-9_]+)"', code))
    table = re.findall(r"^\| (`.+?) \|", (BASE_DIR / "docs/settings.md").read_text(), re.MULTILINE)
    assert {name for cell in table for name in re.findall("`(.+?)`", cell)} == names
