"""The side that runs learner code: answers requests about one namespace, in plain data.

It holds no check, no reference and no expected value, and the trusted side believes nothing it says but the values.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import importlib
import io
import operator
import os
import sys
import time
import types
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.expr import from_tree
from autograder.sandbox.api import CellReport, LearnerError
from autograder.sandbox.shell import Shell, describe
from autograder.wire import Decoder, Encoder, WireError, is_symbolic, pack, unpack

Ask = Callable[[Any], Any]
_OPERATORS = {
    name: getattr(operator, name)
    for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "neg", "pos", "abs", "getitem")
} | {"len": len, "float": float, "iter": iter, "next": next, "id": id}
_MISSING = object()
PATIENCE = 0.1  # seconds for several requests: after that the other side is told what there is so far
CELLS_PATIENCE = 0.5  # seconds for several cells, whose replies are told one by one


class Callback:
    """A function of the judge, callable from learner code: it asks the other side and returns what comes back."""

    def __init__(self, learner: Learner, number: int) -> None:
        self._learner = learner
        self._number = number

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._learner.ask_callback(self._number, args, kwargs)


class _LearnerDecoder(Decoder):
    """Builds the learner's arguments: symbolic arrays become arrays that NumPy code can run on."""

    def _read_o(self, rest: list[Any], depth: int) -> Any:
        array = super()._read_o(rest, depth)
        if array.size and is_symbolic(array.ravel()[0]):
            from autograder.tracing import as_symbolic

            return as_symbolic(array)
        return array


class Learner:
    """One submission's namespace and the requests it answers: `handle(request)` gives the reply, both plain data."""

    def __init__(self, namespace: dict[str, Any], run: Callable[[str, int], CellReport] | None = None) -> None:
        self._names = namespace
        self._run = run
        self._objects: dict[int, Any] = {}
        self._shadowed: dict[str, Any] = {}
        self._ask: Ask | None = None

    def handle(self, request: Any, ask: Ask) -> Any:
        """The reply to one request. Never raises: what goes wrong is part of the reply."""
        self._ask = ask
        return self._carry_out(request["op"], request)

    def _carry_out(self, operation: str, request: Any) -> Any:
        """The reply to one request, or to one part of it."""
        try:
            return getattr(self, "_do_" + operation)(request)
        except WireError as error:
            return _unsendable(error)
        except RecursionError as error:
            return _failure(LearnerError("not plain data", "RecursionError", str(error)))

    def ask_callback(self, number: int, args: Any, kwargs: Any) -> Any:
        """Call a function of the judge. Its exceptions are raised here under their own names."""
        if self._ask is None:
            raise RuntimeError("this function can only be used while it is being checked")
        message = {"callback": number, "args": self._encode(list(args)), "kwargs": self._encode(dict(kwargs))}
        answer = self._ask(message)
        if answer.get("error"):
            kind, text = answer["error"]
            raise {"ValueError": ValueError, "TypeError": TypeError, "IndexError": IndexError}.get(kind, RuntimeError)(
                text
            )
        return self._decode(answer["value"])

    # requests

    def _do_run(self, request: Any) -> Any:
        assert self._run is not None, "this learner runs no cells"
        report = self._run(request["source"], request["index"])
        return {"outputs": report.outputs, **_failure(report.error)}

    def run_cells(self, request: Any, ask: Ask) -> Iterator[Any]:
        """The replies to each of several cells; after one that took long the others wait until they are sent again."""
        started, cells = time.monotonic(), request["cells"]
        for cell in cells:
            reply = self.handle({"op": "run", **cell}, ask)
            paused = time.monotonic() - started > CELLS_PATIENCE
            yield reply | {"paused": True} if paused else reply
            if paused:
                return

    def _do_several(self, request: Any) -> Any:
        """Requests as if each had come alone; those that time does not allow are left to be sent again."""
        started, replies = time.monotonic(), []
        for content in request["requests"]:
            part = unpack(content)
            replies.append(pack(self._carry_out(part["op"], part)))
            if time.monotonic() - started > PATIENCE:
                break
        return {"replies": replies}

    def _do_kind(self, request: Any) -> Any:
        value = self._names.get(request["name"], _MISSING)
        if value is _MISSING:
            return {"kind": "missing"}
        if isinstance(value, type):
            return {"kind": "class"}
        return {"kind": "function" if callable(value) and not is_symbolic(value) else "value"}

    def _do_fetch(self, request: Any) -> Any:
        value = self._names.get(request["name"], _MISSING)
        if value is _MISSING:
            return _failure(LearnerError("missing", "NameError", f"{request['name']} is not defined"))
        return self._value(value)

    def _do_call(self, request: Any) -> Any:
        target = self._target(request["target"])
        if target is _MISSING:
            return _failure(LearnerError("missing", "NameError", f"{request['target']} is not defined"))
        args, kwargs = self._decode(request["args"]), self._decode(request["kwargs"])
        if _has_symbols([*args, *kwargs.values()]):
            return self._perform(functools.partial(_traced, target, args, kwargs))
        reply = self._perform(lambda: target(*args, **kwargs))
        reply["arguments"] = self._encode_after(tuple(args))
        reply["keywords"] = self._encode_after(kwargs)
        return reply

    def _do_calls(self, request: Any) -> Any:
        """Several calls, each as if it had come alone: its own copies, and its answer read before the next."""
        target = request["target"]
        return {"replies": [self._carry_out("call", {"target": target, **call}) for call in request["calls"]]}

    def _do_sequence(self, request: Any) -> Any:
        """All calls first, then all results: a later call that changes an earlier result is seen."""
        target = self._target(request["target"])
        results = [self._attempt(functools.partial(target, *args)) for args in self._decode(request["calls"])]
        return {"replies": [_failure(error) if error else self._value(value) for value, error in results]}

    def _do_attribute(self, request: Any) -> Any:
        return self._perform(lambda: getattr(self._objects[request["handle"]], request["name"]))

    def _do_method(self, request: Any) -> Any:
        args = self._decode(request["args"])
        return self._perform(lambda: getattr(self._objects[request["handle"]], request["name"])(*args))

    def _do_operate(self, request: Any) -> Any:
        operands = self._decode(request["operands"])
        return self._perform(lambda: _OPERATORS[request["operator"]](*operands))

    def _do_generator(self, request: Any) -> Any:
        return {"value": self._remember(np.random.default_rng(request["seed"]))}

    def _do_inject(self, request: Any) -> Any:
        for name, value in self._shadowed.items():
            if value is _MISSING:
                self._names.pop(name, None)
            else:
                self._names[name] = value
        self._shadowed = {name: self._names.get(name, _MISSING) for name in request["parts"]}
        for name, number in request["parts"].items():
            self._names[name] = Callback(self, number)
        return {}

    # helpers

    def _target(self, target: Any) -> Any:
        if isinstance(target, int):
            return self._objects.get(target, _MISSING)
        return self._shadowed.get(target, self._names.get(target, _MISSING))

    def _perform(self, action: Callable[[], Any]) -> dict[str, Any]:
        value, error = self._attempt(action)
        return _failure(error) if error else self._value(value)

    def _attempt(self, action: Callable[[], Any]) -> tuple[Any, LearnerError | None]:
        with _quiet():
            try:
                value = action()
                if isinstance(value, types.GeneratorType | map | filter | zip):
                    value = iter(list(_first(value)))
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt) and self._run is None:
                    raise  # the learner's own interrupt in their own notebook
                return None, describe(error, untraceable=type(error).__name__ == "Untraceable")
        return value, None

    def _value(self, value: Any) -> dict[str, Any]:
        try:
            return {"value": self._encode(value)}
        except WireError as error:
            return _failure(LearnerError("not plain data", type(value).__name__[:80], str(error)))
        except Exception as error:  # noqa: BLE001 - hostile objects may raise anything
            return _failure(LearnerError("not plain data", type(error).__name__[:80], "the value cannot be read"))

    def _encode(self, value: Any) -> Any:
        return Encoder(self._remember).encode(value)

    def _encode_after(self, value: Any) -> Any:
        return self._value(value).get("value")

    def _remember(self, value: Any) -> list[Any]:
        number = len(self._objects) + 1
        if number > 200_000:
            raise WireError("too many objects")
        self._objects[number] = value
        return ["h", number, type(value).__name__[:80], callable(value)]

    def _decode(self, data: Any) -> Any:
        return _LearnerDecoder(
            on_handle=lambda number, name, is_callable: self._objects[number],
            on_callback=lambda number: Callback(self, number),
            on_expression=from_tree,
            on_seed=np.random.default_rng,
        ).decode(data)


def _first(values: Iterator[Any]) -> Iterator[Any]:
    from autograder.wire import MAX_YIELDS

    for count, value in enumerate(values):
        if count > MAX_YIELDS:
            return
        yield value


def _unsendable(error: WireError) -> dict[str, Any]:
    return _failure(LearnerError("not plain data", "", str(error)))


def _failure(error: LearnerError | None) -> dict[str, Any]:
    return {"error": dataclasses.asdict(error)} if error else {}


def _has_symbols(values: Sequence[Any]) -> bool:
    """Whether a call is to be traced: symbols, arrays of them, or lists of either among its arguments."""
    return any(
        is_symbolic(value)
        or (isinstance(value, np.ndarray) and value.dtype == object and value.size > 0 and is_symbolic(value.flat[0]))
        or (isinstance(value, list | tuple) and _has_symbols(value))
        for value in values
    )


class _Sink(io.TextIOBase):
    """Swallows what a function prints while it is checked."""

    def write(self, text: str) -> int:
        return len(text)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Prints and warnings of a called function are not findings."""
    stdout, stderr = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = _Sink()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        sys.stdout, sys.stderr = stdout, stderr


def _traced(target: Any, args: Any, kwargs: Any) -> Any:
    from autograder.tracing import formulas_of

    return formulas_of(target, args, kwargs)


_prepared: list[Shell] = []


def prepare() -> None:
    """Do once, before processes are forked for submissions, what each of them would do first.

    Makes IPython's shell and lets it run a cell, draw and trace a little, so that caches are filled and modules loaded:
    a child would pay for all of that again. No learner code and no answer is involved.
    """
    shell = Shell()
    names = set(shell.namespace)
    drawing = "import matplotlib.pyplot as _plt; _plt.figure(figsize=(1, 1)); _plt.plot([0, 1]); _plt.show()"
    shell.run(drawing, 0, remembered=False)
    for name in shell.namespace.keys() - names:  # `%reset` would look for garbage in all that was imported
        del shell.namespace[name]
    _trace_a_little()
    _derive_a_little()
    _prepared.append(shell)


def _trace_a_little() -> None:
    """Let SymPy and NumPy do on symbols what most code does, with the letters that most checks use."""
    importlib.import_module("autograder.tracing.functions")
    importlib.import_module("sympy.assumptions.wrapper")
    from autograder.tracing import formulas_of, symbols

    Z, z = symbols("Z", (2, 3)), symbols("z", (3,))
    for function, argument in [(f, a) for f in _USUAL for a in (Z, z, z[:2])]:
        for expression in np.asarray(formulas_of(function, [argument])).ravel():
            pack(Encoder().encode(expression))


def _derive_a_little() -> None:
    """Let SymPy do what derivations need: it makes up its mind about each kind of formula when it meets the first."""
    import sympy

    y, z = sympy.symbols("y z")
    r = sympy.Symbol("z", real=True)
    rows = sympy.Matrix(2, 2, [y, z, r, 1])
    for made in (
        y / (2 + sympy.exp(-z)) - 3,
        y * sympy.log(3 + sympy.exp(z)) - y**2 * sympy.sqrt(z),
        sympy.diff(sympy.tanh(y * z) / (1 + z), z),
        sympy.Piecewise((r, r > 1), (2 * r, True)) + sympy.Max(r, 1) - abs(r),
        rows.T * rows,
    ):
        pack(Encoder().encode(made))


_USUAL: tuple[Callable[[Any], Any], ...] = (
    lambda Z: np.exp(Z - Z.max(axis=-1, keepdims=True)) / np.exp(Z).sum(axis=-1, keepdims=True),
    lambda Z: np.log(np.maximum(Z, 0) @ Z.T + 1).mean(),
    lambda Z: np.where(Z > 0, 1 / (1 + np.exp(-Z)), np.tanh(Z) ** 2),
    lambda Z: np.outer(np.exp(Z - Z.max()), np.exp(Z - Z.max())) / np.exp(Z).sum(),
    lambda Z: np.logaddexp(0, Z) - np.log1p(np.exp(-np.abs(Z))) * Z,
    lambda Z: np.diag(np.exp(Z).ravel()) - np.outer(np.exp(Z), np.sqrt(1 + Z**2)) / np.sum(np.exp(Z)),
)


def serve(receive: Callable[[], bytes], send: Callable[[bytes], None]) -> None:
    """Answer requests until the other side hangs up (`EOFError`). Call it in a process of the learner's own."""
    os.environ["AUTOGRADER_SANDBOX"] = "1"  # `check()` does nothing here: the other side judges
    shell = _prepared[0] if _prepared else Shell()
    learner = Learner(shell.namespace, shell.run)

    def ask(message: Any) -> Any:
        send(pack(message))
        return unpack(receive())

    while True:
        try:
            request = unpack(receive())
        except EOFError:
            return
        replies = learner.run_cells(request, ask) if request["op"] == "cells" else [learner.handle(request, ask)]
        for reply in replies:
            try:
                content = pack({"reply": reply})
            except WireError as error:
                content = pack({"reply": _unsendable(error)})
            send(content)


__all__ = ["Learner", "serve"]
