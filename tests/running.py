"""Processes that run beside a test, and end with it, however that ends. The tests of previews and locks use it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


@contextmanager
def running(command: Sequence[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A process with text in its pipes. It is killed and waited for at the end: one that was left would fail whatever test runs
    when garbage is collected.

    Ctrl-C reaches it also where the tests run in the background: a shell lets what it starts there ignore that.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # what is not ignored here is not ignored there
    with subprocess.Popen(command, text=True, **options) as process:
        signal.signal(signal.SIGINT, before)
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def preview(site: Path, package: Path = ROOT) -> Iterator[str]:
    """The address of `briefings serve` for a site, by the builder in this folder. It ends as an author ends it, with Ctrl-C."""
    command = [sys.executable, "-u", "-m", "builder", "serve", "--port", "0"]
    environment = {"PYTHONPATH": str(package), "PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": "1709251200"}
    with running(command, cwd=site, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment) as process:
        assert process.stdout
        output: list[str] = []
        for line in process.stdout:
            output.append(line)
            if address := re.match(r"http://127\.0\.0\.1:\d+/", line):
                break
        else:
            raise AssertionError("".join(output))
        reader = threading.Thread(target=output.extend, args=(process.stdout,), daemon=True)
        reader.start()
        yield address[0]
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0, "Ctrl-C is how a preview ends"
        reader.join(20)
        assert not any("Traceback" in line for line in output), "".join(output)
