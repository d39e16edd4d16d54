"""Journeys in Debian's own Chromium against a live server with the demo district."""

import os

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 360, "height": 740}}
PASSWORD = "demo-portal-2569"


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": "/usr/bin/chromium", "args": [*QUIET, "--disable-component-update"]}


@pytest.fixture(params=list(SIZES))
def size(request):
    return request.param


@pytest.fixture
def browser_context_args(size):
    return {"viewport": SIZES[size], "locale": "th-TH", "accept_downloads": True}


@pytest.fixture
def portal(page, live_server, demo):
    """The page with `open(path)` and `sign_in(user name)`; fails the test on anything the browser complains of."""
    return Portal(page, live_server.url)


class Portal:
    def __init__(self, page, base):
        self.page, self.base, self.complaints, self.hosts = page, base, [], set()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))

    def _heard(self, message):
        expected = "the server responded with a status of 4" in message.text
        if message.type == "error" and not expected:
            self.complaints.append(message.text)

    def open(self, path):
        return self.page.goto(path if path.startswith("http") else self.base + path)

    def sign_in(self, username):
        self.page.context.clear_cookies()
        self.open("/accounts/login/")
        self.page.fill("[name=login]", username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.get_by_role("button", name="เข้าสู่ระบบ").click()
        self.page.wait_for_url(lambda url: "/accounts/login/" not in url)

    def assert_calm(self):
        """Nothing complained, nothing came from another host, nothing is wider than the screen."""
        assert self.complaints == []
        assert self.hosts == {self.base.split("/")[2]}
        width = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width[0] <= width[1]


@pytest.fixture(scope="session")
def axe_source(request):
    return (request.config.rootpath / "node_modules/axe-core/axe.min.js").read_text()


@pytest.fixture
def axe(page, axe_source):
    """axe() -> the WCAG 2.2 A and AA rules that the page breaks, each with where."""

    def run():
        page.evaluate(axe_source)
        result = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        )
        return [(rule["id"], [node["target"][0] for node in rule["nodes"]][:5]) for rule in result["violations"]]

    return run
