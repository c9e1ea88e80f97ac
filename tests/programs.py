"""Python programs in processes of their own, forked by one that has imported what all of them import.

Ours is not imported before the fork, only libraries, so a program may change or replace any module of ours.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

_SERVER = """
import json, os, sys
os.environ["OPENBLAS_NUM_THREADS"] = "1"
import matplotlib, nbclient, nbconvert.exporters, nbformat, numpy, pytest, rich.live, sympy
import nbgrader.api, nbgrader.apps.nbgraderapp, nbgrader.converters, nbgrader.preprocessors

for line in sys.stdin:
    program, arguments, folder, environment, out, err = json.loads(line)
    child = os.fork()
    if not child:
        break
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
else:
    sys.exit()

for number, path, flags in ((0, os.devnull, os.O_RDONLY), (1, out, os.O_WRONLY), (2, err, os.O_WRONLY)):
    os.dup2(os.open(path, flags), number)
os.chdir(folder)
os.environ.clear()
os.environ.update(environment)
sys.path[:0] = environment.get("PYTHONPATH", "").split(os.pathsep)
sys.argv = ["-c", *arguments]
exec(compile(program, "<program>", "exec"), {"__name__": "__main__"})
"""


@cache
def _server() -> subprocess.Popen[str]:
    server = subprocess.Popen([sys.executable, "-c", _SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(server.communicate)  # it ends when there is nothing more to read
    return server


def run_program(
    program: str, *arguments: str, cwd: Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """What `python -c program arguments` in the folder `cwd` prints and ends with; a signal is negative."""
    server = _server()
    assert server.stdin
    assert server.stdout
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        out.touch()
        err.touch()
        environment = dict(os.environ) if env is None else env
        request = [program, arguments, str(cwd), environment, str(out), str(err)]
        print(json.dumps(request), file=server.stdin, flush=True)
        status = int(server.stdout.readline())
        return subprocess.CompletedProcess(["-c", *arguments], status, out.read_text(), err.read_text())
