from qa_portal.core.static_files import ReleaseStaticFiles


def release(settings, folder, revision, *names):
    """The static files of a release, collected into the folder that all releases share."""
    code = folder / revision
    code.mkdir()
    (code / "REVISION").write_text(f"{revision}\n")
    settings.BASE_DIR = code
    shared = folder / "static"
    files = ReleaseStaticFiles(location=shared, base_url="/static/")
    for name in names:
        (shared / name).parent.mkdir(exist_ok=True)
        (shared / name).write_text(name)
    list(files.post_process({name: (files, name) for name in names}))
    return code


def test_release_finds_its_files_behind_a_newer_one_that_has_them_no_more(settings, tmp_path):
    old = release(settings, tmp_path, "old", "icon.svg", "portal.css")
    release(settings, tmp_path, "new", "sign.svg", "portal.css")
    settings.BASE_DIR = old
    files = ReleaseStaticFiles(location=tmp_path / "static", base_url="/static/")
    settings.DEBUG = False
    assert files.url("icon.svg").startswith("/static/icon.")
