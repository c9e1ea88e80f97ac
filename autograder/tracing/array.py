"""`SymbolicArray`: an ndarray whose entries are formulas, so that views, shapes and assignment are NumPy's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import sympy

from autograder.tracing.cases import Condition
from autograder.tracing.formula import Untraceable
from autograder.tracing.originals import new_array, to_array
from autograder.tracing.scalar import CURRENT, Scalar, to_scalar
from autograder.tracing.ufuncs import apply_ufunc, choose_all, lift


class SymbolicArray(np.ndarray[Any, np.dtype[Any]]):
    """An object array of SymPy expressions on which NumPy code runs. Make one with `symbols` or `as_symbolic`."""

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        return apply_ufunc(ufunc, method, inputs, kwargs)

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        from autograder.tracing.functions import apply_function

        return apply_function(func, args, kwargs)

    # reading and writing

    def __getitem__(self, key: Any) -> Any:
        if is_mask(key):
            return Selected(self, lift(key).view(SymbolicArray))
        return _read(super().__getitem__(_plain_key(key)))

    def __setitem__(self, key: Any, value: Any) -> None:
        if is_mask(key):
            _set_where(self, lift(key).view(SymbolicArray), value)
            return
        lifted = lift(value)
        super().__setitem__(_plain_key(key), lifted if lifted.ndim else lifted[()])

    def __iter__(self) -> Iterator[Any]:
        if self.ndim == 0:
            raise TypeError("iteration over a 0-d array")
        return (self[i] for i in range(len(self)))

    def item(self, *place: Any) -> Any:
        """One entry."""
        return _read(super().item(*place))

    def tolist(self) -> Any:
        """Nested lists of traced numbers."""
        return [row.tolist() if isinstance(row, np.ndarray) else row for row in self] if self.ndim else self.item()

    @property
    def flat(self) -> Any:
        """The entries in reading order, as a view where NumPy gives one."""
        return self.reshape(-1)

    @flat.setter
    def flat(self, value: Any) -> None:
        self.view(np.ndarray).flat[:] = lift(value).ravel()

    def fill(self, value: Any) -> None:
        """Every entry becomes `value`."""
        self[...] = value

    def astype(self, dtype: Any, *_: Any, **__: Any) -> Any:
        """Itself for every float type; whole numbers and truth values only where they are known."""
        kind = np.dtype(dtype).kind
        if kind in "fO":
            return lift(self).view(SymbolicArray)
        return to_array([_cast(entry, kind) for entry in lift(self).ravel()]).reshape(self.shape)

    # reductions that NumPy's own code would settle with decisions

    def mean(self, axis: Any = None, dtype: Any = None, out: Any = None, *, keepdims: Any = False) -> Any:  # type: ignore[override]
        """Sum over count."""
        kept: Any = bool(keepdims)
        total = self.sum(axis=axis, keepdims=kept)
        return np.divide(total, _count(self, axis), **({} if out is None else {"out": out}))

    def var(self, axis: Any = None, dtype: Any = None, out: Any = None, ddof: Any = 0, *, keepdims: Any = False) -> Any:  # type: ignore[override]
        """Mean of squared deviations, `ddof` taken from the count."""
        deviation = self - self.mean(axis, keepdims=True)
        return (deviation * deviation).sum(axis=axis, keepdims=bool(keepdims)) / (_count(self, axis) - ddof)

    def std(self, axis: Any = None, dtype: Any = None, out: Any = None, ddof: Any = 0, *, keepdims: Any = False) -> Any:  # type: ignore[override]
        """Square root of the variance."""
        return np.sqrt(self.var(axis, ddof=ddof, keepdims=keepdims))

    def clip(self, min: Any = None, max: Any = None, out: Any = None, **_: Any) -> Any:  # noqa: A002  # type: ignore[override]
        """By case."""
        result = self if min is None else np.maximum(self, min)
        return result if max is None else np.minimum(result, max)

    def dot(self, other: Any, out: Any = None) -> Any:
        """As `np.dot`."""
        return np.dot(self, other)

    def __bool__(self) -> bool:
        return bool(self.item())

    def __float__(self) -> float:
        return float(self.item())

    def __int__(self) -> int:
        return int(self.item())


def _count(array: Any, axis: Any) -> int:
    axes = range(array.ndim) if axis is None else (axis if isinstance(axis, tuple) else (axis,))
    return int(np.prod([array.shape[a] for a in axes], dtype=int))


def _read(value: Any) -> Any:
    """An entry as a traced number while a trace is going on; outside of one, as it is stored."""
    if isinstance(value, np.ndarray):
        return value if isinstance(value, SymbolicArray) else value.view(SymbolicArray)
    return value if CURRENT.get(None) is None else to_scalar(value)


def _cast(entry: Scalar, kind: str) -> Any:
    if not entry.formula.number:
        if isinstance(entry, Condition) and kind in "iu":
            raise Untraceable("the code makes whole numbers of a condition")
        raise Untraceable("the code turns symbolic values into whole numbers or truth values")
    return bool(entry) if kind == "b" else int(entry)


def _plain_key(key: Any) -> Any:
    """An index with known numbers in place of traced ones."""
    if isinstance(key, tuple):
        return tuple(_plain_key(part) for part in key)
    if isinstance(key, SymbolicArray):
        return key.astype(int)
    return int(key) if isinstance(key, Scalar) else key


def is_mask(key: Any) -> bool:
    """Whether `key` is a mask that depends on the symbols."""
    if isinstance(key, Condition):
        return True
    return isinstance(key, SymbolicArray) and key.size > 0 and all(isinstance(e, Condition) for e in lift(key).ravel())


def _set_where(target: SymbolicArray, mask: SymbolicArray, value: Any) -> None:
    """`target[mask] = value` by case, for one number or for what was selected with the same mask."""
    if mask.shape != target.shape:
        raise Untraceable("the code sets whole rows by a condition on the values")
    if isinstance(value, Selected):
        if not _same_mask(value.mask, mask):
            raise Untraceable("the code moves entries between places chosen by different conditions")
        value = value.values
    elif np.size(value) != 1:
        raise Untraceable("the code sets entries chosen by a condition from an array of another length")
    target[...] = choose_all(mask, value, target)


def _same_mask(a: SymbolicArray, b: SymbolicArray) -> bool:
    pairs = zip(lift(a).ravel(), lift(b).ravel(), strict=True)
    return a.shape == b.shape and all(x.condition == y.condition for x, y in pairs)


class Selected(np.lib.mixins.NDArrayOperatorsMixin):
    """`Z[mask]` with a mask on symbols: how many entries it has is unknown, what happens to each of them is not.

    It holds a value for every place of the mask and follows elementwise functions only.
    """

    def __init__(self, values: Any, mask: SymbolicArray) -> None:
        if np.shape(values) != mask.shape:
            raise Untraceable("the code picks whole rows by a condition on the values")
        self.values = to_array(lift(values)).view(SymbolicArray)
        self.mask = mask

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Selected:
        kwargs.pop("out", None)
        others = [i for i in inputs if isinstance(i, Selected)]
        plain = all(isinstance(i, Selected) or np.ndim(i) == 0 for i in inputs)
        if method != "__call__" or kwargs or not plain or not all(_same_mask(self.mask, o.mask) for o in others):
            raise Untraceable("the code combines entries that were chosen by a condition on the values")
        parts = (i.values if isinstance(i, Selected) else i for i in inputs)
        return Selected(apply_ufunc(ufunc, method, tuple(parts), {}), self.mask)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise Untraceable(f"the code takes .{name} of entries that were chosen by a condition on the values")

    def __len__(self) -> int:
        raise Untraceable("the code counts entries that were chosen by a condition on the values")


def symbols(name: str, shape: int | tuple[int, ...], start: int = 0) -> SymbolicArray:
    """An array of real symbols named after their places, counted from `start`: `Z_0_1`; shape () gives the name alone.

    >>> symbols("Z", (1, 2)).view(np.ndarray)
    array([[Z_0_0, Z_0_1]], dtype=object)
    """
    sizes = (shape,) if isinstance(shape, int) else tuple(shape)
    out = new_array(sizes, dtype=object)
    for place in np.ndindex(*sizes):
        out[place] = sympy.Symbol("_".join([name, *(str(start + i) for i in place)]), real=True)
    return out.view(SymbolicArray)


def as_symbolic(values: Any) -> SymbolicArray:
    """`values` (nested lists, arrays, numbers, traced numbers) as an array that can hold symbols; always a copy."""
    return lift(values).view(SymbolicArray)
