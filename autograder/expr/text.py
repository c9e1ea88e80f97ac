"""Trees as infix text, for messages. The answer parser reads it back."""

from __future__ import annotations

from autograder.expr.tree import Tree, children, walk

_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(5)  # how tightly a piece of text holds together
_CONDITION = -1


def show(tree: Tree, limit: int | None = 300) -> str:
    """A checked tree as infix text that the answer parser reads back; cut after `limit` characters.

    >>> show(["mul", ["int", "-1"], ["sym", "x"], ["pow", ["add", ["sym", "y"], ["int", "1"]], ["int", "-1"]]])
    '-x/(y + 1)'
    """
    done: dict[int, tuple[str, int]] = {}
    for node in reversed(walk(tree)):
        done[id(node)] = _text_of(node, [done[id(child)] for child in children(node)])
    text = done[id(tree)][0]
    return text if limit is None or len(text) <= limit else text[: limit - 1] + "…"


def _text_of(node: Tree, parts: list[tuple[str, int]]) -> tuple[str, int]:
    head = node[0]
    if head == "add":
        return _show_sum(parts)
    if head == "mul":
        return _show_product(node, parts)
    if head == "pow":
        return _show_power(node, parts)
    if head == "fn":
        parts = parts[:1] if node[1] == "Heaviside" and node[2:][1:] == [["rat", "1", "2"]] else parts
        return f"{node[1]}({', '.join(text for text, _ in parts)})", _ATOM
    if head == "rel":
        left, right = (_wrap(p, _SUM) for p in parts)
        return f"{left} {node[1]} {right}", _CONDITION
    if head in ("and", "or"):
        return f" {'&' if head == 'and' else '|'} ".join(f"({text})" for text, _ in parts), _CONDITION
    if head == "not":
        return f"~({parts[0][0]})", _CONDITION
    if head == "pw":
        pairs = zip(parts[::2], parts[1::2], strict=True)
        return (
            f"Piecewise({', '.join(f'({e}, {c})' for (e, _), (c, _) in pairs)})",
            _ATOM,
        )
    if head == "mat":
        rows = [parts[r * node[2] : (r + 1) * node[2]] for r in range(node[1])]
        return (
            f"[{', '.join('[' + ', '.join(t for t, _ in row) + ']' for row in rows)}]",
            _ATOM,
        )
    return _show_leaf(node)


def _show_leaf(node: Tree) -> tuple[str, int]:
    head = node[0]
    if head == "rat":
        negative = (node[1].startswith("-")) != (node[2].startswith("-"))
        return (
            f"{'-' if negative else ''}{node[1].lstrip('-')}/{node[2].lstrip('-')}",
            _SIGN if negative else _PRODUCT,
        )
    if head in ("true", "false"):
        return head.capitalize(), _CONDITION
    if head == "bad":
        return f"{node[1]}(…)", _ATOM
    return node[1], _SIGN if node[1].startswith("-") else _ATOM


def _wrap(part: tuple[str, int], at_least: int) -> str:
    return part[0] if part[1] >= at_least else f"({part[0]})"


def _show_sum(parts: list[tuple[str, int]]) -> tuple[str, int]:
    text = _wrap(parts[0], _SUM + 1) if len(parts) > 1 else parts[0][0]
    for part in parts[1:]:
        term = _wrap(part, _SUM + 1)
        text += f" - {term[1:]}" if term.startswith("-") else f" + {term}"
    return text, _SUM


def _show_product(node: Tree, parts: list[tuple[str, int]]) -> tuple[str, int]:
    """A product with its negative powers below the line and the sign of a leading number in front."""
    above: list[str] = []
    below: list[str] = []
    sign = ""
    for place, (child, part) in enumerate(zip(node[1:], parts, strict=True)):
        text = part[0]
        if place == 0 and part[1] == _SIGN and child[0] in ("int", "rat", "flt"):
            sign, text = "-", text[1:]
        if child[0] == "rat":
            over, under = text.split("/")
            above.append(over)
            below.append(under)
        elif child[0] == "pow" and text.startswith("1/"):
            below.append(text[2:])
        else:
            above.append(text if sign and place == 0 else _wrap(part, _POWER))
    above = [text for text in above if text != "1"] or ["1"]
    return sign + "*".join(above) + "".join(f"/{d}" for d in below), _SIGN if sign else _PRODUCT


def _show_power(node: Tree, parts: list[tuple[str, int]]) -> tuple[str, int]:
    base = _wrap(parts[0], _ATOM)
    exponent = node[2]
    if exponent == ["int", "-1"]:
        return f"1/{_wrap(parts[0], _POWER)}", _PRODUCT
    if exponent == ["rat", "1", "2"]:
        return f"sqrt({parts[0][0]})", _ATOM
    if exponent[0] == "int" and exponent[1].startswith("-"):
        return f"1/{base}**{exponent[1][1:]}", _PRODUCT
    return f"{base}**{_wrap(parts[1], _ATOM)}", _POWER
