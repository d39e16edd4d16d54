"""A PostgreSQL of our own that can be killed and brought back, as script/postgres makes one."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

FLAGS = "-c listen_addresses= -c fsync=off -c full_page_writes=off"  # only processes are killed, never the machine


class Cluster:
    def __init__(self):
        self.bin = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        self.folder = Path(tempfile.mkdtemp(prefix="qa-faults."))
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        locale = ["-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=th"]
        self._run("initdb", "-D", self.data, "-U", "qa", "-A", "trust", "--no-sync", *locale)
        self.start()

    @property
    def data(self):
        return str(self.folder / "d")

    @property
    def environment(self):
        return {"PGHOST": str(self.folder), "PGUSER": "qa"}

    def start(self):
        """A killed server's children may take a moment to notice."""
        for _try in range(50):
            options = f"-k {self.folder} {FLAGS}"
            if self._run("pg_ctl", "-D", self.data, "-w", "-s", "-l", self.folder / "log", "-o", options, "start"):
                return
            time.sleep(0.2)
        raise RuntimeError((self.folder / "log").read_text()[-2000:])

    def kill(self):
        os.kill(int((self.folder / "d/postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def stop(self):
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-s", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, name, *arguments):
        """Whether it ended well."""
        command = [str(self.bin / name), *map(str, arguments)]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        return subprocess.run(command, cwd="/", capture_output=True, check=False).returncode == 0
