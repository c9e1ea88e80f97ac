"""Attacks that want a mark for a wrong answer. A process may say what it likes: only right numbers count."""

from __future__ import annotations

import pytest
from attacks.harness import (
    ENDED,
    ENDED_EARLY,
    LATE,
    LATE_WAITING,
    NO_ANSWER,
    RESTORE,
    SOFTMAX,
    UNDEFINED,
    Attack,
    Hall,
    withstand,
)

from autograder.result import Verdict

ZEROS = "\ndef softmax(Z):\n    return np.zeros(np.shape(Z))\n"
HALF = "\ndef softmax(Z):\n    return np.full(np.shape(Z), 0.5)\n"
WIRE = """
import os, struct, msgpack
def say(message):
    content = message if isinstance(message, bytes) else msgpack.packb(message)
    os.write(3, struct.pack("<I", len(content)) + content)
"""

ATTACKS = [
    Attack(
        "prints the points",
        """
        print('4.0')
        print({'text/plain': '4.0'})
        """,
        like=ZEROS,
        then=ZEROS,
    ),
    Attack(
        "displays the points",
        """
        from IPython.display import display
        display(4.0)
        """,
        like=ZEROS,
        then=ZEROS + "4.0",
    ),
    Attack(
        "publishes a result",
        "get_ipython().display_pub.publish({'text/plain': '4.0'})",
        like=ZEROS,
        then=ZEROS,
    ),
    Attack(
        "makes numpy agree",
        "np.allclose = np.isclose = np.array_equal = lambda *a, **k: True",
        like=ZEROS,
        then=ZEROS,
    ),
    Attack(
        "makes numpy.testing agree",
        """
        import numpy.testing as t
        t.assert_allclose = lambda *a, **k: None
        """,
        like=ZEROS,
        then=ZEROS,
    ),
    Attack(
        "puts fake judges into sys.modules",
        """
        import sys, types
        for name in ("checks", "checks.compare", "examiner", "hidden", "hidden.unit_11", "hidden.unit_11.softmax"):
            fake = types.ModuleType("autograder." + name)
            fake.agree = fake.check = fake.judge = lambda *a, **k: True
            sys.modules["autograder." + name] = fake
        def softmax(Z):
            return np.zeros(np.shape(Z))
        """,
        like=ZEROS,
    ),
    Attack(
        "replaces check",
        """
        import autograder
        autograder.check = lambda name: 4.0
        check = autograder.check
        """,
        like=ZEROS,
        then=ZEROS,
    ),
    Attack(
        "replaces abs and all",
        """
        import builtins
        builtins.abs = lambda x: 0
        builtins.all = lambda x: True
        """,
        like=ZEROS,
        then=ZEROS,
    ),
    Attack(
        "replaces isinstance",
        """
        import builtins
        builtins.isinstance = lambda *a: True
        """,
        ENDED,
        or_else=RESTORE,
        or_verdict=Verdict.WRONG,
        verdict=Verdict.UNJUDGED,
        others=False,
        then=ZEROS,
    ),
    Attack(
        "replaces type",
        """
        import builtins
        builtins.type = lambda *a: list
        """,
        UNDEFINED,
        others=False,
        then=ZEROS,
    ),
    Attack(
        "returns an array that equals everything",
        """
        class Agreeable(np.ndarray):
            def __eq__(self, other): return True
            def __sub__(self, other): return np.zeros(self.shape)
            __rsub__ = __ne__ = __sub__
        def softmax(Z):
            return np.zeros(np.shape(Z)).view(Agreeable)
        """,
        like=ZEROS,
    ),
    Attack(
        "returns an object that claims to be an array",
        """
        class Liar:
            __class__ = np.ndarray
            dtype, shape, ndim = np.dtype(float), (1, 2), 2
            def __eq__(self, other): return True
            def __array__(self, *a, **k): raise AssertionError("4.0")
        def softmax(Z):
            return Liar()
        """,
        "`softmax` returned something that is not numbers (AssertionError): the value cannot be read.",
    ),
    Attack(
        "returns a float that equals everything",
        """
        class Agreeable(float):
            def __eq__(self, other): return True
            def __hash__(self): return 1
        def softmax(Z):
            return [[Agreeable(0.5) for _ in row] for row in np.asarray(Z)]
        """,
        like=HALF,
    ),
    Attack(
        "returns nan",
        """
        def softmax(Z):
            return np.full(np.shape(Z), np.nan)
        """,
        like="""
        def softmax(Z):
            return [[float('nan') for _ in row] for row in np.asarray(Z)]
        """,
    ),
    Attack(
        "returns infinity",
        """
        def softmax(Z):
            return np.full(np.shape(Z), np.inf)
        """,
        like="""
        def softmax(Z):
            return [[float('inf') for _ in row] for row in np.asarray(Z)]
        """,
    ),
    Attack(
        "returns masked values",
        """
        def softmax(Z):
            return np.ma.masked_all(np.shape(Z))
        """,
        like=ZEROS,
    ),
    Attack(
        "returns nothing",
        """
        def softmax(Z):
            return np.empty((0,))
        """,
        like="""
        def softmax(Z):
            return []
        """,
    ),
    Attack(
        "is a table of the visible examples",
        """
        def softmax(Z):
            return np.full(np.shape(Z), 1 / np.shape(Z)[1])
        """,
        like=HALF,
    ),
    Attack(
        "is right for symbols only",
        """
        def softmax(Z):
            if np.asarray(Z).dtype == object:
                E = np.exp(Z)
                return E / E.sum(axis=1, keepdims=True)
            return np.zeros(np.shape(Z))
        """,
        like=ZEROS,
    ),
    Attack(
        "is right once",
        """
        calls = []
        def softmax(Z):
            calls.append(1)
            E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
            return E / E.sum(axis=1, keepdims=True) * (len(calls) < 3)
        """,
        like=SOFTMAX.replace("(Z):", "(Z, calls=[]):\n    calls.append(1)").rstrip() + " * (len(calls) < 3)",
    ),
    Attack(
        "forges a reply",
        """
        def softmax(Z):
            say({'reply': {'value': 1.0}})
            return np.zeros(np.shape(Z))
        """,
        like="""
        def softmax(Z):
            return 1.0
        """,
        others=False,
        first=WIRE,
    ),
    Attack(
        "forges replies ahead",
        """
        for _ in range(20):
            say({'reply': {'value': ['l', []]}})
        """,
        UNDEFINED,
        others=False,
        first=WIRE,
        then=ZEROS,
    ),
    Attack(
        "forges a verdict",
        """
        def softmax(Z):
            say({'reply': {'verdict': 'right', 'points': 4.0, 'killed': None, 'error': None}})
        """,
        like="""
        def softmax(Z):
            pass
        """,
        others=False,
        first=WIRE,
    ),
    Attack(
        "forges a callback",
        """
        def softmax(Z):
            say({'callback': 1, 'args': [], 'kwargs': {}})
        """,
        (
            "For `softmax(np.array([[0.0, 0.0], [0.0, 1.09861]]))` (weights 1 and 1, weights 1 and 3), "
            "the result is None; is a `return` missing?"
        ),
        first=WIRE,
    ),
    Attack(
        "asks for callbacks without end",
        """
        def softmax(Z):
            while True:
                say({'callback': 'x', 'args': ['l', []], 'kwargs': ['d', []]})
        """,
        LATE,
        or_else=LATE_WAITING,
        verdict=Verdict.UNJUDGED,
        first=WIRE,
    ),
    Attack(
        "speaks garbage",
        """
        def softmax(Z):
            say(bytes(range(256)))
        """,
        NO_ANSWER,
        first=WIRE,
    ),
    Attack(
        "speaks nested garbage",
        """
        def softmax(Z):
            say(b'\\x91' * 100_000 + b'\\xc0')
        """,
        NO_ANSWER,
        first=WIRE,
    ),
    Attack(
        "announces four gigabytes",
        """
        def softmax(Z):
            os.write(3, b'\\xff' * 64)
        """,
        NO_ANSWER,
        first=WIRE,
    ),
    Attack(
        "sends a pickle",
        """
        import pickle
        def softmax(Z):
            say(pickle.dumps(print))
        """,
        NO_ANSWER,
        first=WIRE,
    ),
    Attack(
        "rewires the learner's side",
        """
        import gc
        from autograder.sandbox.learner import Learner
        for thing in gc.get_objects():
            if isinstance(thing, Learner):
                thing.handle = lambda request, ask: {"value": True, "verdict": "right", "points": 4.0}
        Learner.handle = lambda self, request, ask: {"value": True, "verdict": "right"}
        """,
        UNDEFINED,
        others=False,
    ),
    Attack(
        "takes the answer from the frames above",
        """
        import sys, gc
        def softmax(Z):
            frame = sys._getframe()
            while frame:
                for value in list(frame.f_locals.values()) + list(frame.f_globals.values()):
                    same = isinstance(value, np.ndarray) and value.shape == np.shape(Z)
                    if same and np.allclose(value.sum(axis=1), 1):
                        return value
                frame = frame.f_back
            return np.zeros(np.shape(Z))
        """,
        like=ZEROS,
    ),
    Attack(
        "leaves by the back door",
        """
        import os
        def softmax(Z):
            os._exit(0)
        """,
        ENDED,
        verdict=Verdict.UNJUDGED,
    ),
    Attack(
        "leaves in its cell",
        """
        import os
        os._exit(0)
        """,
        ENDED_EARLY,
    ),
    Attack(
        "raises SystemExit(0)",
        """
        def softmax(Z):
            raise SystemExit(0)
        """,
        "`softmax` raised SystemExit: 0 (line 2: `raise SystemExit(0)`).",
    ),
    Attack(
        "raises in its own words",
        """
        def softmax(Z):
            raise type('Right', (Exception,), {})('4.0 of 4.0')
        """,
        ("`softmax` raised Right: 4.0 of 4.0 (line 2: `raise type('Right', (Exception,), {})('4.0 of 4.0')`)."),
    ),
    Attack(
        "raises what cannot be printed",
        """
        class Mean(Exception):
            def __str__(self): raise Exception("again")
            __repr__ = __str__
        def softmax(Z):
            raise Mean
        """,
        "`softmax` raised Mean (line 5: `raise Mean`).",
    ),
    Attack(
        "is a class with a lying call",
        """
        class softmax(list):
            def __init__(self, Z): self[:] = [[1.0]]
        """,
        like="""
        def softmax(Z):
            return [[1.0]]
        """,
    ),
    Attack(
        "answers every choice",
        "q11_1 = 'abcd'",
        "I read the text 'abcd'; answer with one letter in quotes: a, b, c, d.",
        target="q11_1",
        verdict=Verdict.UNJUDGED,
    ),
    Attack(
        "answers a list of all choices",
        "q11_1 = list('abcd')",
        "I read a list of length 4; answer with one letter in quotes: a, b, c, d.",
        verdict=Verdict.UNJUDGED,
        target="q11_1",
    ),
    Attack(
        "answers with a text that equals every text",
        """
        class Agreeable(str):
            def __eq__(self, other): return True
            __hash__ = str.__hash__
        q11_1 = Agreeable("a")
        """,
        like='q11_1 = "a"',
        target="q11_1",
    ),
    Attack(
        "answers with an object that equals everything",
        "q11_1 = type('Any', (), {'__eq__': lambda a, b: True, '__str__': lambda a: 'c'})()",
        "I read a Any; answer with one letter in quotes: a, b, c, d.",
        verdict=Verdict.UNJUDGED,
        target="q11_1",
    ),
    Attack(
        "derives a symbol that equals everything",
        """
        class Agreeable(sp.Symbol):
            def __eq__(self, other): return True
            __hash__ = sp.Symbol.__hash__
        d11_1 = [Agreeable("p"), Agreeable("q")]
        """,
        "This answer cannot be used: a Handle is not an expression.",
        verdict=Verdict.UNJUDGED,
        target="d11_1",
    ),
    Attack(
        "derives code",
        "d11_1 = ['__import__(\"os\")._exit(0)', 'exec(\"1\")']",
        "I could not read '__import__(\"os\")._exit(0)'. At character 12: '\"' has no meaning in a formula.",
        verdict=Verdict.UNJUDGED,
        target="d11_1",
    ),
    Attack(
        "derives nan",
        "d11_1 = [sp.nan, sp.zoo]",
        "At p = 1/2, q = 1/3 your answer has no value, but the right one has.",
        target="d11_1",
    ),
    Attack(
        "derives a tower of powers",
        """
        p = sp.Symbol('p')
        d11_1 = ['p**9**9**9**9', '9**9**9**9']
        """,
        ("Your answer could not be judged: it contains numbers of more than 100000 digits. Use smaller numbers."),
        verdict=Verdict.UNJUDGED,
        target="d11_1",
    ),
]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_forged_results(hall: Hall, attack: Attack) -> None:
    """No way to say "right" but to be right."""
    withstand(hall, attack)
