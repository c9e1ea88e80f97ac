"""Attacks on the next submission, on the grader, and on what is left behind."""

from __future__ import annotations

import pytest
from attacks.harness import ANSWERS, ENDED, ENDED_EARLY, SOFTMAX, Attack, Hall, withstand

from autograder.result import Verdict

RIGHT = Verdict.RIGHT
EVIL = b"raise SystemExit('taken over')\n"


def right(name: str, source: str, **rest: object) -> Attack:
    """An attack whose own answer is right: it must get its mark, and nobody else may notice it."""
    return Attack(name, source, "Right.", then=SOFTMAX, verdict=RIGHT, points=4.0, **rest)  # type: ignore[arg-type]


ATTACKS = [
    right(
        "writes into the packages",
        """
        import contextlib, os, sys
        for place in sys.path:
            with contextlib.suppress(OSError): open(place + '/evil.py', 'w').write('x')
        """,
    ),
    right(
        "writes into the learner's side",
        """
        import contextlib, os, sys
        import autograder
        with contextlib.suppress(OSError): open(autograder.__file__, 'w').write('x')
        """,
    ),
    right(
        "writes wherever it can",
        """
        import contextlib, os, sys
        for place in ('/', '/tmp', '/dev/shm', '/var/tmp', '/home', '.', '/etc', '/usr/lib', '/opt', '/run'):
            with contextlib.suppress(OSError): open(place + '/evil', 'w').write('x')
        """,
    ),
    right(
        "leaves a process",
        """
        import contextlib, os, sys
        with contextlib.suppress(OSError):
            if os.fork() == 0:
                os.setsid()
                while True: pass
        """,
    ),
    right(
        "leaves folders in folders",
        """
        import os
        for _ in range(1500): os.mkdir('d'); os.chdir('d')
        """,
    ),
    right(
        "leaves a daemon",
        """
        import contextlib, os, sys
        import subprocess
        with contextlib.suppress(OSError): subprocess.Popen(['setsid', 'sleep', '1000'], start_new_session=True)
        """,
    ),
    right(
        "leaves threads",
        """
        import threading, time
        for _ in range(5): threading.Thread(target=time.sleep, args=(1000,)).start()
        """,
    ),
    right(
        "leaves a talking thread",
        """
        import os, threading, time
        def talk():
            time.sleep(1000)
            os.write(3, b'forged')
        threading.Thread(target=talk, daemon=True).start()
        """,
    ),
    right(
        "leaves exit handlers",
        """
        import atexit, os
        atexit.register(lambda: open('/tmp/evil', 'w'))
        os.register_at_fork(before=lambda: 1 / 0)
        """,
    ),
    right(
        "leaves signal handlers and timers",
        """
        import signal
        signal.signal(signal.SIGALRM, lambda *a: None)
        signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
        """,
    ),
    right(
        "leaves environment variables",
        """
        import os
        os.environ.update(PYTHONSTARTUP='/tmp/evil.py', LD_PRELOAD='/tmp/evil.so', EVIL='1')
        """,
    ),
    right(
        "leaves a patched module",
        """
        import sys, types, math
        math.pi = 3
        sys.modules['evil'] = types.ModuleType('evil')
        """,
    ),
    right(
        "changes the limits",
        """
        import contextlib, os, resource
        resource.setrlimit(resource.RLIMIT_CPU, (100, 100))
        with contextlib.suppress(OSError):
            os.nice(19)
        os.umask(0)
        """,
    ),
    right(
        "turns the collector and tracing on its head",
        """
        import gc, sys
        gc.callbacks.append(lambda *a: None)
        sys.settrace(lambda *a: None)
        sys.setprofile(lambda *a: None)
        sys.settrace(None)
        sys.setprofile(None)
        """,
    ),
    right(
        "seeds chance",
        """
        np.random.seed(7)
        import random
        random.seed(7)
        """,
    ),
    right(
        "hooks into IPython",
        """
        get_ipython().events.register('post_run_cell', lambda *a: print('evil'))
        get_ipython().ast_transformers.clear()
        """,
    ),
    right(
        "writes IPython's and matplotlib's settings",
        """
        import contextlib, os, sys
        for name in ('IPYTHONDIR', 'MPLCONFIGDIR'):
            with contextlib.suppress(OSError):
                os.makedirs(os.environ[name], exist_ok=True)
                open(os.environ[name] + '/evil', 'w').write('x')
        """,
    ),
    right(
        "kills its parents",
        """
        import contextlib, os, sys
        for pid in (os.getppid(), -1, 1, 2):
            if pid:
                with contextlib.suppress(OSError): os.kill(pid, 9)
        """,
    ),
    right(
        "holds locks",
        """
        import contextlib, os, sys
        import multiprocessing
        with contextlib.suppress(OSError, ImportError): multiprocessing.Lock().acquire()
        """,
    ),
    right(
        "makes itself unreadable",
        """
        import contextlib, os, sys
        with contextlib.suppress(OSError): os.chmod('.', 0)
        """,
    ),
    Attack(
        "patches the arithmetic",
        """
        np.ndarray = np.float64 = None
        np.exp = np.max = lambda *a, **k: 0
        """,
        ENDED,
        verdict=Verdict.UNJUDGED,
        others=False,
        then=SOFTMAX,
    ),
    Attack(
        "breaks Python",
        """
        import builtins
        for name in ('len', 'type', 'list', 'dict', 'getattr', 'isinstance'):
            setattr(builtins, name, None)
        """,
        ENDED_EARLY,
        others=False,
    ),
    Attack(
        "breaks the import system",
        """
        import sys
        sys.modules.clear()
        sys.path.clear()
        sys.meta_path.clear()
        """,
        (
            "`softmax` is not defined, because its cell ended with AttributeError (module 'sys' has no "
            "attribute 'warnoptions')."
        ),
        or_else=(
            "`softmax` is not defined, because its cell ended with AttributeError (module 'sys' has no "
            "attribute 'implementation')."
        ),
        others=False,
    ),
    right(
        "breaks IPython",
        "get_ipython().run_cell = None",
        others=False,
    ),
    Attack(
        "closes everything",
        """
        import os
        os.closerange(0, 64)
        """,
        ENDED_EARLY,
        then=SOFTMAX,
    ),
    Attack(
        "kills its process",
        """
        import ctypes
        ctypes.string_at(0)
        """,
        ENDED_EARLY,
    ),
]

FILES = {
    "numpy.py": EVIL,
    "numpy/__init__.py": EVIL,
    "sitecustomize.py": EVIL,
    "usercustomize.py": EVIL,
    "autograder/__init__.py": EVIL,
    "json.py": EVIL,
    "sympy.py": EVIL,
    "IPython/__init__.py": EVIL,
    "conftest.py": EVIL,
    ".pythonrc": EVIL,
    "matplotlibrc": b"backend: evil\n",
    "autograder.pth": b"import os; os._exit(1)\n",
}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_persistence(hall: Hall, attack: Attack) -> None:
    """Each submission starts as if it were the only one; the grader is the same after as before."""
    withstand(hall, attack)


@pytest.mark.parametrize("name", FILES)
def test_submitted_modules_take_nobodys_place(hall: Hall, name: str) -> None:
    """The work is judged as it is without the file, which is there for the learner's own code and for nobody else."""
    withstand(hall, right("", "", files={name: FILES[name]}))


def test_two_submissions_at_a_time_do_not_meet(hall: Hall) -> None:
    """One leaves what it can while the other runs."""
    channel = hall.world.channel()
    try:
        assert hall.judge(ANSWERS, traces=True) == hall.honest
    finally:
        channel.close()
