"""Learner's text to a tree: a tokenizer and a precedence-climbing parser that know a fixed list of names.

Nothing is evaluated and nothing is looked up: `9**9**9` becomes a small tree. Not here: what a name may be (the judge
knows the allowed letters) and what the expression is worth (`evaluate.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from autograder.expr import FUNCTIONS, MAX_DIGITS, ExprError, Tree, check_tree

MAX_LENGTH = 2000
MAX_NESTING = 50
MAX_NAME = 60

_ALIASES = {"ln": "log", "abs": "Abs", "max": "Max", "min": "Min", "mod": "Mod", "ceil": "ceiling", "sgn": "sign"} | {
    f"{prefix}{name}": f"a{name}" for prefix in ("arc", "ar") for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")
}
_CONSTANTS = {"pi": "pi", "E": "E", "I": "I", "oo": "oo", "zoo": "zoo", "nan": "nan"} | {
    name: name for name in ("EulerGamma", "GoldenRatio", "Catalan")
}
_LOOKALIKES = str.maketrans({"−": "-", "–": "-", "·": "*", "×": "*", "÷": "/", "π": "pi", "≤": "<=", "≥": ">="})
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[^\W\d]\w*'*)"
    r"|(?P<sign>\*\*|<=|>=|==|!=|[-+*/^()\[\],<>&|~=]))"
)
_CONDITIONS = ("rel", "and", "or", "not", "true", "false")


class ParseError(ValueError):
    """The text is no formula. `position` is the 0-based character; the message says what to do next."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


@dataclass(frozen=True)
class _Token:
    kind: str  # "number", "name", "sign", "end"
    text: str
    position: int


def parse(text: str) -> Tree:
    """The tree of a formula typed by a learner: `^` or `**` for powers, lists for pairs and matrices.

    Raises `ParseError`.

    >>> parse("-x^2/2")
    ['mul', ['int', '-1'], ['pow', ['sym', 'x'], ['int', '2']], ['pow', ['int', '2'], ['int', '-1']]]
    """
    if len(text) > MAX_LENGTH:
        raise ParseError(f"This text has more than {MAX_LENGTH} characters. Give a shorter form.", MAX_LENGTH)
    parser = _Parser(_tokens(text.translate(_LOOKALIKES)))
    tree = parser.top()
    try:
        return check_tree(tree)
    except ExprError as error:
        raise ParseError(f"This formula cannot be used: {error}.", 0) from None


def _tokens(text: str) -> list[_Token]:
    tokens, position = [], 0
    text = text.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            place = position + len(text[position:]) - len(text[position:].lstrip())
            hint = " Leave out prefixes such as np. or sp." if text[place] == "." else ""
            raise ParseError(f"At character {place + 1}: {text[place]!r} has no meaning in a formula.{hint}", place)
        kind = str(match.lastgroup)
        tokens.append(_Token(kind, match[kind], match.start(kind)))
        position = match.end()
    return [*tokens, _Token("end", "", len(text))]


class _Parser:
    """One text. Each method reads one level of precedence, from the loosest (`top`) to the tightest (`_atom`)."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    # -- reading tokens

    @property
    def here(self) -> _Token:
        return self.tokens[self.at]

    def take(self, *texts: str) -> str | None:
        """The next token's text, taken, if it is one of `texts`."""
        if self.here.kind == "number" or self.here.text not in texts:
            return None
        self.at += 1
        return self.tokens[self.at - 1].text

    def need(self, text: str) -> None:
        if self.take(text) is None:
            self.stop(_missing(text, self.here, self.tokens[self.at - 1]))

    def stop(self, message: str, token: _Token | None = None) -> NoReturn:
        token = token or self.here
        where = "At the end" if token.kind == "end" else f"At character {token.position + 1}"
        raise ParseError(f"{where}: {message}", token.position)

    # -- levels

    def top(self) -> Tree:
        if self.here.kind == "end":
            self.stop("the text is empty. Type a formula such as x*(1 - x).")
        items = [self.any()]
        while self.take(","):
            if self.here.kind == "end":
                break
            items.append(self.any())
        if self.here.kind != "end":
            self.stop(_missing("", self.here, self.tokens[self.at - 1]))
        return items[0] if len(items) == 1 and self.tokens[-2].text != "," else self.rows(items, self.tokens[0])

    def any(self) -> Tree:
        """A value, a condition or a list: whatever may stand between two commas."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            self.stop(f"the formula is nested more than {MAX_NESTING} levels deep. Give a flatter form.")
        tree = self.junction(("|", "or"), "or", lambda: self.junction(("&", "and"), "and", self.negation))
        self.depth -= 1
        return tree

    def junction(self, signs: tuple[str, ...], head: str, operand: Callable[[], Tree]) -> Tree:
        first = operand()
        parts = [first]
        while (token := self.here) and self.take(*signs):
            parts.append(self.condition(operand(), token))
            self.condition(first, token)
        return first if len(parts) == 1 else [head, *parts]

    def negation(self) -> Tree:
        token, count = self.here, 0
        while self.take("~", "not"):
            count += 1
        tree = self.comparison()
        return ["not", self.condition(tree, token)] if count % 2 else tree

    def comparison(self) -> Tree:
        left = self.sum()
        parts: list[Tree] = []
        while (token := self.here) and (sign := self.take("<", "<=", ">", ">=", "==", "!=")):
            right = self.sum()
            parts.append(["rel", sign, self.value(left, token), self.value(right, token)])
            left = right
        if not parts:
            return left
        return parts[0] if len(parts) == 1 else ["and", *parts]

    def sum(self) -> Tree:
        terms = [self.product()]
        while (token := self.here) and (sign := self.take("+", "-")):
            term = self.value(self.product(), token)
            terms.append(_negative(term) if sign == "-" else term)
            self.value(terms[0], token)
        return terms[0] if len(terms) == 1 else ["add", *terms]

    def product(self) -> Tree:
        first = self.signed()
        factors = [first]
        while (token := self.here) and (sign := self.take("*", "/")):
            self.value(first, token)
            factor = self.value(self.signed(), token)
            if sign == "/" and len(factors) == 1:
                factors = [_quotient(factors[0], factor)]
            else:
                factors.append(factor if sign == "*" else _inverse(factor))
        return factors[0] if len(factors) == 1 else _product(factors)

    def signed(self) -> Tree:
        """A minus binds weaker than a power: -x^2 is -(x^2)."""
        token, negative = self.here, False
        while sign := self.take("-", "+"):
            negative ^= sign == "-"
        tree = self.power()
        return _negative(self.value(tree, token)) if negative else tree

    def power(self) -> Tree:
        base = self.atom()
        token = self.here
        if self.take("^", "**") is None:
            return base
        self.depth += 1
        if self.depth > MAX_NESTING:
            self.stop(f"more than {MAX_NESTING} powers are stacked. Give a flatter form.")
        exponent = self.value(self.signed(), token)  # from the right: 2^3^2 is 2^9
        self.depth -= 1
        return ["pow", self.value(base, token), exponent]

    def atom(self) -> Tree:
        token = self.here
        self.at += 1
        if token.kind == "number":
            return self.number(token)
        if token.kind == "name" and token.text not in ("and", "or", "not"):
            return self.call(token) if self.here.text == "(" else self.name(token)
        if token.text in ("(", "["):
            return self.bracket(token, ")" if token.text == "(" else "]")
        self.at -= 1
        if token.kind == "end":
            self.stop("something is missing. Complete the formula.")
        hint = " For an absolute value write Abs(x)." if token.text == "|" else ""
        return self.stop(f"a number, a letter or a bracket is expected here, not {token.text!r}.{hint}")

    # -- atoms

    def number(self, token: _Token) -> Tree:
        if len(token.text) > MAX_DIGITS:
            self.stop(f"this number has more than {MAX_DIGITS} digits.", token)
        if token.text.isdigit():
            return ["int", token.text.lstrip("0") or "0"]
        text = f"0{token.text}" if token.text[0] == "." else token.text
        if len(re.split("[eE]", text)[-1].lstrip("+-")) > 4 and re.search("[eE]", text):
            self.stop("this number is out of range.", token)
        return ["flt", text]

    def name(self, token: _Token) -> Tree:
        name = token.text
        if name in ("True", "False", "otherwise"):
            return ["false"] if name == "False" else ["true"]
        if name in _CONSTANTS:
            return ["const", _CONSTANTS[name]]
        if _ALIASES.get(name, name) in FUNCTIONS:
            self.stop(f"{name} is a function: write {name}(…).", token)
        if len(name) > MAX_NAME:
            self.stop(f"this name has more than {MAX_NAME} characters.", token)
        return ["sym", name]

    def bracket(self, token: _Token, close: str) -> Tree:
        """`(a)` is a itself; `(a, b)` and `[a, b]` are a row; rows of equal length are a matrix."""
        items = self.items(close)
        comma = self.tokens[self.at - 2].text == ","
        return items[0] if len(items) == 1 and close == ")" and not comma else self.rows(items, token)

    def items(self, close: str) -> list[Tree]:
        """What stands between commas up to the closing bracket, which is taken too."""
        items: list[Tree] = []
        while not (items and self.take(close)):
            items.append(self.any())
            if self.take(","):
                if self.take(close):
                    break
            elif self.here.text != close:
                self.need(close)
        return items

    def rows(self, items: list[Tree], token: _Token) -> Tree:
        if all(item[0] != "mat" for item in items):
            return ["mat", 1, len(items), [self.value(item, token) for item in items]]
        if not all(item[0] == "mat" and item[1] == 1 and item[2] == items[0][2] for item in items):
            self.stop("the rows of this list have different lengths.", token)
        return ["mat", len(items), items[0][2], [entry for item in items for entry in item[3]]]

    def call(self, token: _Token) -> Tree:
        name = token.text
        name = _ALIASES.get(name, name)
        self.at += 1  # the opening bracket
        if name == "Piecewise":
            return self.piecewise(token)
        if name not in FUNCTIONS and name not in _SPECIAL:
            self.stop(_unknown_function(name), token)
        items = self.items(")")
        if name == "Matrix" and len(items) == 1 and items[0][0] == "mat":
            flat = items[0][1] == 1 and self.tokens[self.tokens.index(token) + 3].text not in ("[", "(")
            return ["mat", items[0][2], 1, items[0][3]] if flat else items[0]
        low, high = FUNCTIONS.get(name) or _SPECIAL[name][0]
        if name == "log" and len(items) == 2:
            number, base = (self.value(item, token) for item in items)
            return _quotient(["fn", "log", number], ["fn", "log", base])
        if not low <= len(items) <= high:
            self.stop(f"{token.text} takes {_count(low, high)}, not {len(items)}.", token)
        values = [self.value(item, token) for item in items]
        return _SPECIAL[name][1](*values) if name in _SPECIAL else ["fn", name, *values]

    def piecewise(self, token: _Token) -> Tree:
        pairs: list[list[Tree]] = []
        while not (pairs and self.take(")")):
            self.need("(")
            expression = self.value(self.any(), token)
            self.need(",")
            pairs.append([expression, self.condition(self.any(), token)])
            self.need(")")
            if not self.take(",") and self.here.text != ")":
                self.need(")")
        return ["pw", *pairs]

    # -- sorts

    def value(self, tree: Tree, token: _Token) -> Tree:
        if tree[0] == "mat":
            self.stop("a list stands where a single expression is needed. Write matrices entry by entry.", token)
        if tree[0] in _CONDITIONS:
            self.stop("a condition stands where a value is needed.", token)
        return tree

    def condition(self, tree: Tree, token: _Token) -> Tree:
        if tree[0] not in _CONDITIONS:
            self.stop("a condition such as x > 0 is needed here.", token)
        return tree


def _negative(tree: Tree) -> Tree:
    """Minus the tree, without piling up signs."""
    if tree[0] in ("int", "rat", "flt"):
        return [tree[0], tree[1][1:] if tree[1].startswith("-") else f"-{tree[1]}", *tree[2:]]
    if tree[0] != "mul":
        return ["mul", ["int", "-1"], tree]
    if tree[1] == ["int", "-1"]:
        return tree[2] if len(tree) == 3 else ["mul", *tree[2:]]
    return ["mul", ["int", "-1"], *tree[1:]]


def _inverse(tree: Tree) -> Tree:
    return ["pow", tree, ["int", "-1"]]


def _quotient(above: Tree, below: Tree) -> Tree:
    if above[0] == below[0] == "int" and below[1].strip("-0"):
        return ["rat", above[1], below[1]]
    return _inverse(below) if above == ["int", "1"] else _product([above, _inverse(below)])


def _product(factors: list[Tree]) -> Tree:
    """One flat product: a sign in front (-x*y) joins it."""
    first = factors[0]
    return ["mul", *(first[1:] if first[0] == "mul" else [first]), *factors[1:]]


def _sigmoid(z: Tree) -> Tree:
    return _inverse(["add", ["int", "1"], ["fn", "exp", _negative(z)]])


def _logarithm(base: str) -> Callable[[Tree], Tree]:
    return lambda x: _quotient(["fn", "log", x], ["fn", "log", ["int", base]])


# Calls that are written with other nodes: name -> (how few and how many arguments, what they become).
_SPECIAL: dict[str, tuple[tuple[int, int], Callable[..., Tree]]] = {
    "sigmoid": ((1, 1), _sigmoid),
    "sigma": ((1, 1), _sigmoid),
    "relu": ((1, 1), lambda z: ["fn", "Max", ["int", "0"], z]),
    "log2": ((1, 1), _logarithm("2")),
    "log10": ((1, 1), _logarithm("10")),
    "Rational": ((2, 2), _quotient),
    "Matrix": ((1, 1), lambda entry: ["mat", 1, 1, [entry]]),
}


def _count(low: int, high: int) -> str:
    if low == high:
        return f"{low} argument{'s' if low > 1 else ''}"
    return f"at least {low}" if high > 9 else f"{low} to {high} arguments"


def _missing(wanted: str, found: _Token, before: _Token) -> str:
    """What to say when `found` cannot stand after `before`."""
    if found.text == "=":
        return "give the expression alone, without an equals sign (== compares)."
    starts_factor = found.kind in ("number", "name") or found.text == "("
    if starts_factor and (before.kind in ("number", "name") or before.text in (")", "]")):
        closing = "…)" if found.text == "(" else ""
        return f"a sign is missing. For a product write {before.text}*{found.text}{closing}."
    if wanted and found.kind == "end":
        return f"a closing {wanted!r} is missing." if wanted in ")]" else f"{wanted!r} is missing."
    return f"{wanted!r} is expected here, not {found.text!r}." if wanted else f"{found.text!r} is not expected here."


def _unknown_function(name: str) -> str:
    if len(name) <= 3 or name in ("alpha", "beta", "gamma", "lam", "lambda", "theta", "mu"):
        return f"{name} is not a function. For a product write {name}*(…)."
    return (
        f"{name[:30]} is not a function that a formula may use. Known are exp, log, sqrt, sin, tanh, Max, Piecewise, …"
    )
