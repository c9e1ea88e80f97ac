"""Attacks that want time, memory, disk or processes. They cost the answer that makes them, nothing else."""

from __future__ import annotations

import pytest
from attacks.harness import (
    ENDED_EARLY,
    LATE,
    LATE_WAITING,
    SOFTMAX,
    STOPPED,
    STOPPED_WAITING,
    Attack,
    Hall,
    withstand,
)

from autograder.result import Verdict

ATTACKS = [
    Attack(
        "fills the memory in its cell",
        "x = [bytearray(1 << 28) for _ in range(100)]",
        (
            "`softmax` is not defined, because its cell ended with MemoryError in line 1: `x = [bytearray(1 "
            "<< 28) for _ in range(100)]` ()."
        ),
        or_else=STOPPED,  # where the machine takes long to find so much memory
    ),
    Attack(
        "fills the memory in a function",
        """
        def softmax(Z):
            return [bytearray(1 << 28) for _ in range(100)]
        """,
        "`softmax` raised MemoryError (line 2: `return [bytearray(1 << 28) for _ in range(100)]`).",
        or_else=LATE,
        or_verdict=Verdict.UNJUDGED,
    ),
    Attack(
        "fills the memory from many processes",
        """
        import os
        for _ in range(6):
            if os.fork() == 0:
                x = bytearray(150 << 20)
                while True: x[::4096] = x[::4096]
        while True: pass
        """,
        STOPPED,
        or_else=STOPPED_WAITING,
    ),
    Attack(
        "is a fork bomb",
        """
        import os
        while True:
            try: os.fork()
            except OSError: pass
        """,
        STOPPED,
        or_else=STOPPED_WAITING,
    ),
    Attack(
        "starts programs without end",
        """
        import subprocess
        while True:
            try: subprocess.Popen(['sleep', '1000'])
            except OSError: pass
        """,
        STOPPED,
        or_else=STOPPED_WAITING,
    ),
    Attack(
        "starts threads without end",
        """
        import threading, time
        while True:
            try: threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
            except RuntimeError: pass
        """,
        ENDED_EARLY,
        or_else=STOPPED,  # where the machine takes long to find that there is no room for one more
    ),
    Attack(
        "fills the disk",
        """
        for number in range(10_000):
            with open(f"file{number}", "wb") as file:
                file.write(bytes(4 << 20))
        """,
        (
            "`softmax` is not defined, because its cell ended with OSError in line 3: `file.write(bytes(4 "
            "<< 20))` ([Errno 28] No space left on device)."
        ),
    ),
    Attack(
        "fills the disk with names",
        """
        import os
        for n in range(10**6):
            os.mkdir(str(n))
        """,
        (
            "`softmax` is not defined, because its cell ended with OSError in line 3: `os.mkdir(str(n))` "
            "([Errno 28] No space left on device: '8191')."
        ),
    ),
    Attack(
        "writes one endless file",
        """
        with open('x', 'wb') as file:
            while True: file.write(bytes(1 << 20))
        """,
        (
            "`softmax` is not defined, because its cell ended with OSError in line 2: `while True: "
            "file.write(bytes(1 << 20))` ([Errno 27] File too large)."
        ),
    ),
    Attack(
        "opens files without end",
        """
        x = []
        while True: x.append(open('/dev/null'))
        """,
        (
            "`softmax` is not defined, because its cell ended with OSError in line 2: `while True: "
            "x.append(open('/dev/null'))` ([Errno 24] Too many open files: '/dev/null')."
        ),
    ),
    Attack(
        "fills shared memory",
        """
        from multiprocessing.shared_memory import SharedMemory
        x = [SharedMemory(create=True, size=1 << 26) for _ in range(100)]
        for s in x: s.buf[:] = bytes(1 << 26)
        """,
        (
            "`softmax` is not defined, because its cell ended with OSError in line 2: `x = "
            "[SharedMemory(create=True, size=1 << 26) for _ in range(100)]` ([Errno 27] File too large)."
        ),
    ),
    Attack(
        "never ends",
        "while True: pass",
        STOPPED,
    ),
    Attack(
        "swallows the interrupt",
        """
        while True:
            try:
                while True: pass
            except BaseException: pass
        """,
        STOPPED,
    ),
    Attack(
        "ignores every signal",
        """
        import signal
        for n in range(1, 32):
            try: signal.signal(n, signal.SIG_IGN)
            except (OSError, ValueError): pass
        while True: pass
        """,
        STOPPED,
    ),
    Attack(
        "stops itself",
        """
        import os, signal
        os.kill(os.getpid(), signal.SIGSTOP)
        while True: pass
        """,
        STOPPED,  # the first process of a namespace cannot be stopped
        or_else=STOPPED_WAITING,
    ),
    Attack(
        "sleeps",
        """
        import time
        time.sleep(1000)
        """,
        STOPPED_WAITING,
    ),
    Attack(
        "waits in C",
        """
        import ctypes
        ctypes.CDLL(None).pause()
        """,
        STOPPED_WAITING,
    ),
    Attack(
        "waits for input",
        "x = input('Points? ')",
        (
            "`softmax` is not defined, because its cell ended with RuntimeError in line 1: `x = "
            "input('Points? ')` (input() is not available while work is graded: put the value into the cell "
            "instead.)."
        ),
        then=SOFTMAX,
    ),
    Attack(
        "reads standard input",
        """
        import sys
        x = sys.stdin.read()
        assert x
        """,
        "`softmax` is not defined, because its cell ended with AssertionError in line 3: `assert x` ().",
        then=SOFTMAX,
    ),
    Attack(
        "never ends in a function",
        """
        def softmax(Z):
            while True: pass
        """,
        LATE,
        verdict=Verdict.UNJUDGED,
    ),
    Attack(
        "swallows the interrupt in a function",
        """
        def softmax(Z):
            while True:
                try:
                    while True: pass
                except BaseException: pass
        """,
        LATE,
        verdict=Verdict.UNJUDGED,
    ),
    Attack(
        "stops itself in a function",
        """
        import os
        def softmax(Z):
            os.kill(os.getpid(), 19)
            while True: pass
        """,
        LATE,
        or_else=LATE_WAITING,
        verdict=Verdict.UNJUDGED,
    ),
    Attack(
        "never ends a conversion",
        """
        class Slow(list):
            def __iter__(self):
                while True: pass
        def softmax(Z):
            return Slow()
        """,
        LATE,
        verdict=Verdict.UNJUDGED,
    ),
    Attack(
        "is slow once in a while",
        """
        import time
        def softmax(Z):
            time.sleep(30 if len(Z) > 4 else 0)
            E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
            return E / E.sum(axis=1, keepdims=True)
        """,
        LATE_WAITING,
        verdict=Verdict.UNJUDGED,
        points=1.5,
    ),
    Attack(
        "recurses",
        """
        def softmax(Z):
            return softmax(Z)
        """,
        "`softmax` raised RecursionError: maximum recursion depth exceeded (line 2: `return softmax(Z)`).",
    ),
    Attack(
        "overflows the stack of C",
        """
        import sys
        sys.setrecursionlimit(10**8)
        def softmax(Z):
            x = []
            for _ in range(10**6): x = [x]
            return repr(x)
        """,
        LATE,
        or_else=(
            "`softmax` raised RecursionError: maximum recursion depth exceeded while getting the repr of an object "
            "(line 6: `return repr(x)`)."
        ),
        or_verdict=Verdict.WRONG,
        verdict=Verdict.UNJUDGED,
    ),
    Attack(
        "prints without end",
        "while True: print('x' * 10_000)",
        STOPPED,
    ),
    Attack(
        "prints a lot",
        "print('x' * 50_000_000)",
        "Right.",
        verdict=Verdict.RIGHT,
        points=4.0,
        then=SOFTMAX,
    ),
    Attack(
        "displays without end",
        """
        from IPython.display import display, HTML
        for n in range(100_000): display(HTML('<b>' * 100))
        """,
        STOPPED,
        then=SOFTMAX,
    ),
    Attack(
        "draws a huge picture",
        """
        import matplotlib.pyplot as plt
        plt.figure(figsize=(600, 600))
        plt.plot([1, 2])
        plt.show()
        """,
        "Right.",
        verdict=Verdict.RIGHT,
        points=4.0,
        then=SOFTMAX,
    ),
    Attack(
        "returns an endless generator",
        """
        def softmax(Z):
            while True: yield 1.0
        """,
        (
            "`softmax` returned something that is not numbers (list_iterator): an iterator that yields more "
            "than 20,000 items."
        ),
    ),
    Attack(
        "returns a huge array",
        """
        def softmax(Z):
            return np.zeros(80_000_000)
        """,
        (
            "`softmax` raised MemoryError: Unable to allocate 610. MiB for an array with shape (80000000,) "
            "and data type float64 (line 2: `return np.zeros(80_000_000)`)."
        ),
    ),
    Attack(
        "returns an array of a trillion",
        """
        def softmax(Z):
            return np.broadcast_to(0.0, (10**6, 10**6))
        """,
        (
            "`softmax` returned something that is not numbers (ndarray): an array of 8,000,000,000,000 "
            "bytes is too large."
        ),
    ),
    Attack(
        "returns a list of millions",
        """
        def softmax(Z):
            return [0.0] * 5_000_000
        """,
        "`softmax` returned something that is not numbers (list): more than 200,000 entries.",
    ),
    Attack(
        "returns a deep list",
        """
        def softmax(Z):
            x = []
            for _ in range(100_000): x = [x]
            return x
        """,
        "`softmax` returned something that is not numbers (list): nested more than 40 levels deep.",
    ),
    Attack(
        "returns itself",
        """
        def softmax(Z):
            x = []
            x.append(x)
            return x
        """,
        "`softmax` returned something that is not numbers (list): nested more than 40 levels deep.",
    ),
    Attack(
        "returns a huge text",
        """
        def softmax(Z):
            return 'x' * 100_000_000
        """,
        ("`softmax` returned something that is not numbers (str): a text of 100,000,000 characters is too long."),
    ),
    Attack(
        "returns a huge number",
        """
        def softmax(Z):
            return 10 ** 100_000
        """,
        "`softmax` returned something that is not numbers (int): an integer of more than 1,000 digits.",
    ),
    Attack(
        "answers a huge number",
        "q11_1 = 10 ** 100_000",
        "`q11_1` returned something that is not numbers (int): an integer of more than 1,000 digits.",
        target="q11_1",
    ),
    Attack(
        "derives a huge expression",
        """
        p, q = sp.symbols('p q')
        d11_1 = [sum(p**n * q**(n + 1) for n in range(3000)), q]
        """,
        (
            "`d11_1` is not defined, because its cell was stopped: it did not finish within 0.4 seconds of "
            "computing. Is there a loop that never ends?"
        ),
        target="d11_1",
    ),
    Attack(
        "derives a deep expression",
        """
        p, q = sp.symbols('p q')
        x = p
        for _ in range(300): x = sp.sin(x, evaluate=False)
        d11_1 = [x, q]
        """,
        (
            "`d11_1` returned something that is not numbers (list): the expression is nested too deeply "
            "(more than 150 levels)."
        ),
        target="d11_1",
    ),
    Attack(
        "derives a huge text",
        "d11_1 = ['(' * 500_000, '1' * 900_000]",
        (
            "I could not read "
            "'(((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((…'. This text "
            "has more than 2000 characters. Give a shorter form."
        ),
        verdict=Verdict.UNJUDGED,
        target="d11_1",
    ),
]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_exhaustion(hall: Hall, attack: Attack) -> None:
    """The other answers are judged, the next submission is not disturbed."""
    withstand(hall, attack)
