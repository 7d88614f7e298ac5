"""The process that runs a Python program of an author's, with its tables, and returns the Vega-Lite that it leaves in `chart`.

`script_runner` runs it as `python -P -m builder.blocks.charts.custom.sandbox`: one JSON object on its input, one on its
output. Before the program starts, the process gives up all that a chart does not need: opening files, the network, other
processes, more memory and time than it is allowed. On Linux the kernel holds it to that (seccomp); Python's own audit
says it in words.
"""

from __future__ import annotations

import io
import json
import os
import sys
import traceback
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

from builder.blocks.charts.custom import seccomp

MEMORY = 512 << 20  # bytes, beyond what the libraries take
FILE = "<altair>"
# Imported before the process is shut: a program may import these, and nothing else.
LIBRARIES = (
    *("altair", "calendar", "collections", "datetime", "decimal", "fractions", "functools", "itertools", "json"),
    *("math", "numpy", "numpy.fft", "numpy.linalg", "numpy.random", "operator", "pandas", "re", "statistics", "string"),
)
_CLOSED = {
    "open": "open no file",
    "gc.": "look at no objects of others",
    "object.__setattr__": "change no code",
    "os.": "ask nothing of the system",
    "socket.": "use no network",
    "subprocess.": "start no process",
    "pty.": "start no process",
    "ctypes.": "call no foreign code",
    "shutil.": "change no file",
    "tempfile.": "make no file",
    "urllib.": "use no network",
    "http.": "use no network",
    "ftplib.": "use no network",
    "smtplib.": "use no network",
    "sqlite3.": "open no database",
    "webbrowser.": "start no browser",
    "signal.": "set no signal",
    "mmap.": "map no file",
    "glob.": "look for no file",
}


def run(code: str, tables: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """What the program leaves in `chart`, as {"spec": …}, or why it leaves none, as {"error": …, "line": …}."""
    import altair as alt
    import pandas as pd

    given = {name: pd.DataFrame(rows) for name, rows in tables.items()}
    scope: dict[str, Any] = {"__name__": "chart", "data": types.MappingProxyType(given), **given}
    try:
        exec(compile(code, FILE, "exec", dont_inherit=True), scope)
        chart = scope.get("chart")
        if not isinstance(chart, alt.TopLevelMixin):
            what = "nothing" if chart is None else f"a {type(chart).__name__}"
            return {"error": f"the program leaves {what} in `chart`, not an Altair chart", "line": 0}
        return {"spec": chart.to_dict()}
    except SyntaxError as error:
        return {"error": f"SyntaxError: {error.msg}", "line": error.lineno or 0}
    except MemoryError:
        return {"error": f"the program wants more than {MEMORY >> 20} MB of memory", "line": 0}
    except BaseException as error:  # SystemExit too: its author learns whatever ends a program
        frames = traceback.extract_tb(error.__traceback__, limit=200)
        lines = [frame.lineno for frame in frames if frame.filename == FILE and frame.lineno]
        message = str(error).strip().splitlines()
        return {
            "error": f"{type(error).__name__}: {message[0][:300] if message else ''}",
            "line": lines[-1] if lines else 0,
        }


def shut(seconds: int) -> bool:
    """Give up everything that a chart does not need. There is no way back. False where the kernel does not hold us to it."""
    _limit(seconds)
    is_confined = sys.platform == "linux" and seccomp.shut()
    sys.addaudithook(_judge_of(tuple(_CLOSED.items())))
    return is_confined


def _judge_of(closed: tuple[tuple[str, str], ...]) -> Callable[[str, tuple[Any, ...]], None]:
    """The audit hook. What it refuses is its own: no name leads to it, and nothing in it can be changed."""

    def judge(event: str, arguments: tuple[Any, ...]) -> None:
        for beginning, refusal in closed:
            if event == beginning or (beginning[-1] == "." and event[: len(beginning)] == beginning):
                raise PermissionError(f"a program of a chart may {refusal}; its data are handed to it")

    return judge


def _limit(seconds: int) -> None:
    import resource

    limits = {resource.RLIMIT_CPU: seconds, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0}
    if sys.platform == "linux":  # elsewhere a process's size cannot be read or limited
        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
        limits[resource.RLIMIT_AS] = pages * os.sysconf("SC_PAGE_SIZE") + MEMORY
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))


def _warm() -> None:
    """Use the libraries once, so that they load now what they load on first use."""
    import importlib

    for name in LIBRARIES:
        importlib.import_module(name)
    import altair as alt
    import pandas as pd

    alt.data_transformers.disable_max_rows()
    table = pd.DataFrame({"date": ["2024-01-02", "2024-01-03"], "name": ["a", "b"], "value": [1.0, 2.0]})
    table["month"] = pd.to_datetime(table["date"]).dt.strftime("%Y-%m")
    wide = table.pivot_table(index="date", columns="name", values="value").rolling(2).mean().reset_index()
    table = table.groupby("name", as_index=False).agg({"value": "sum"}).merge(table, on="name").sort_values("date")
    line = alt.Chart(table).mark_line().encode(x="date:T", y="value_x:Q", color="name:N")
    (line + alt.Chart(wide).mark_rule().encode(y="a:Q")).to_dict()
    alt.hconcat(line, line.transform_filter("datum.value_x > 0")).to_dict()


def main() -> None:
    """Answers one request."""
    request = json.loads(sys.stdin.buffer.read())
    out = os.fdopen(os.dup(1), "wb")
    sys.stdout = sys.stderr = io.StringIO()
    _warm()
    if shut(request["seconds"]) or request["unconfined"]:
        answer = run(request["code"], request["tables"])
    else:
        reason = "this machine's kernel cannot confine a program, so it is not run"
        answer = {"error": f"{reason}; the setting unconfined_code: true lets it run without", "line": 0}
    out.write(json.dumps(answer, default=str).encode())
    out.flush()
    os._exit(0)  # whatever the program left behind is not waited for


if __name__ == "__main__":
    main()
