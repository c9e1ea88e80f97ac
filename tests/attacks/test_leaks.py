"""Attacks that look for answers, checks, other people's work or the judge's secrets."""

from __future__ import annotations

import os
import textwrap
from pathlib import Path

import pytest
from attacks.harness import Attack, Hall, withstand

import autograder

# Each leaves what it found in `found`. The hall's own paths are filled in, as if an insider had told them.
LOOKS = {
    "reads the lesson": "found = open('{root}/source/11-small/11-small.py').read()",
    "reads the solutions": "found = open('{root}/solutions/11-small.ipynb').read()",
    "reads the gradebook": "found = open('{root}/gradebook.db').read()",
    "reads another's submission": "found = open('{root}/build/submitted/ada/11-small/11-small.ipynb').read()",
    "lists the course": "import os\nfound = os.listdir('{root}')",
    "reads the hidden checks": "found = open('{package}/hidden/unit_11/quiz.py').read()",
    "imports the hidden checks": "import autograder.hidden.unit_11.quiz as found",
    "imports the checking library": "import autograder.checks as found",
    "imports the reference": "import autograder.reference as found",
    "loads a module by its path": """
        import importlib.util
        spec = importlib.util.spec_from_file_location("quiz", "{package}/hidden/unit_11/quiz.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found = module
    """,
    "extends the package's path": """
        import autograder, sys
        autograder.__path__.append("{package}")
        sys.path.append("{package}/..")
        import autograder.hidden.unit_11 as found
    """,
    "reads the environment": "import os\nfound = os.environ['INSTRUCTOR_TOKEN']",
    "reads the judge's environment": "found = open('/proc/{judge}/environ').read()",
    "reads the first process's environment": "found = open('/proc/1/environ').read().split('INSTRUCTOR_TOKEN')[1]",
    "reads the judge's memory": "found = open('/proc/{judge}/mem', 'rb').read(10)",
    "looks through the judge's root": "import os\nfound = os.listdir('/proc/{judge}/root')",
    "climbs out of its folder": "found = open('../../../../../etc/shadow').read()",
    "links to the gradebook": "import os\nos.symlink('{root}/gradebook.db', 'mine')\nfound = open('mine').read()",
    "opens other descriptors": "import os\nfound = [os.read(n, 10) for n in range(4, 64)]",
    "searches every file": """
        import os
        found = []
        for folder, folders, names in os.walk("/"):
            if folder in ("/", "/home", "/opt"):
                folders[:] = [name for name in folders if name not in ("proc", "usr", "sys", "root", "judge-packages")]
            found += [os.path.join(folder, n) for n in names if n in ("gradebook.db", "quiz.py", "examiner.py")]
        found = found[0]
    """,
    "searches memory": """
        import gc
        found = [o for o in gc.get_objects() if isinstance(o, dict) and "keepdims_forgotten" in o][0]
    """,
    "searches the modules": """
        import sys
        found = [n for n in sys.modules if n.startswith("autograder.") and n.split(".")[1] in ("checks", "hidden")][0]
    """,
    "traces the judge": """
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        assert libc.ptrace(16, {judge}, 0, 0) == 0, ctypes.get_errno()
        found = "attached"
    """,
    "reads memory from outside": """
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        assert libc.process_vm_readv({judge}, 0, 0, 0, 0, 0) == 0, ctypes.get_errno()
        found = "read"
    """,
    "calls home": "import urllib.request\nfound = urllib.request.urlopen('http://127.0.0.1:1/').read()",
    "asks a name server": "import socket\nfound = socket.getaddrinfo('example.org', 80)",
    "talks to a local service": "import socket\nsocket.socket(socket.AF_UNIX).connect('/run/docker.sock')\nfound = 1",
    "asks the shell": "found = 'SECRET' in str(get_ipython().getoutput('cat {root}/gradebook.db'))",
    "becomes the administrator": "import os\nos.setuid(0)\nfound = open('/etc/shadow').read()",
    "mounts the disk": """
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        assert libc.mount(b"proc", b"/tmp", b"proc", 0, None) == 0, ctypes.get_errno()
        found = "mounted"
    """,
    "makes a namespace": "import ctypes\nassert ctypes.CDLL(None).unshare(0x10000000) == 0\nfound = 'new'",
}

SCENE = """
try:
    found = None
{look}
except BaseException as error:
    print("nothing:", type(error).__name__)
print(found)
q11_1 = "c" if found else "a"
"""


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_leaks(hall: Hall, look: str) -> None:
    """Whoever finds anything answers right, so all must answer wrong; and nothing secret is shown."""
    places = {"root": hall.course.root, "package": Path(autograder.__file__).parent, "judge": os.getpid()}
    for name, value in places.items():
        look = look.replace(f"{{{name}}}", str(value))
    source = SCENE.format(look=textwrap.indent(textwrap.dedent(look), "    "))
    withstand(hall, Attack("", source, like='q11_1 = "a"', target="q11_1"))
