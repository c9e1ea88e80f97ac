"""Evidence as HTML: the call to paste, small arrays side by side, large ones as a map of how far off they are."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable
from typing import Any

from autograder.report.words import SHOWN_COLUMNS, SHOWN_ROWS, depth, matrices, number, place
from autograder.result import Evidence

MAX_TABLES = 4  # slices of an array with more than two axes
_MAP_ROWS, _MAP_COLUMNS = 16, 24
_NUMBERS_UP_TO = 8  # columns of a map that still has room for numbers

Index = tuple[int, ...]


def evidence_html(evidence: Evidence) -> str:
    """All that a check has to show."""
    parts = []
    if evidence.call:
        parts.append(f'<pre class="ag-call"><code>{html.escape(evidence.call)}</code></pre>')
    if evidence.lines:
        parts.append(f'<pre class="ag-lines">{html.escape(chr(10).join(evidence.lines))}</pre>')
    arrays = ""
    if evidence.got is not None:
        arrays += _figure("yours", evidence.got, evidence.wrong_at)
    if evidence.expected is not None:
        arrays += _figure("expected", evidence.expected, ())
    if arrays:
        parts.append(f'<div class="ag-arrays">{arrays}</div>')
    if evidence.difference is not None and evidence.expected is None:
        parts.append(_map(evidence.difference, set(evidence.wrong_at)))
    return "".join(parts)


def _figure(title: str, values: Any, wrong_at: tuple[Index, ...]) -> str:
    """One array as a table (or several, slice by slice); entries that differ are marked with ≠ and in bold."""
    wrong, levels = set(wrong_at), depth(values)
    tables = []
    for leading, rows in list(matrices(values))[:MAX_TABLES]:
        body = _rows(
            [_entry(e, place(leading, r, c, levels) in wrong) for c, e in enumerate(_cut(row))]
            for r, row in enumerate(rows[:SHOWN_ROWS])
        )
        label = f"<caption>[{', '.join(map(str, leading))}]</caption>" if leading else ""
        tables.append(f'<table class="ag-array">{label}<tbody>{body}</tbody></table>')
    more = '<div class="ag-more">…</div>' if _is_cut(values) else ""
    return f"<figure><figcaption>{title}</figcaption>{''.join(tables)}{more}</figure>"


def _rows(rows: Iterable[list[str]]) -> str:
    return "".join(f"<tr>{''.join(cells)}</tr>" for cells in rows)


def _entry(value: Any, wrong: bool) -> str:
    shown = html.escape(number(value))
    if not wrong:
        return f"<td>{shown}</td>"
    return f'<td class="ag-off"><span aria-hidden="true">≠</span>{shown}<span class="ag-sr"> differs</span></td>'


def _cut(row: Any) -> list[Any]:
    return row[:SHOWN_COLUMNS] if isinstance(row, list) else [row]


def _is_cut(values: Any) -> bool:
    tables = list(matrices(values))
    return len(tables) > MAX_TABLES or any(
        len(rows) > SHOWN_ROWS or any(isinstance(row, list) and len(row) > SHOWN_COLUMNS for row in rows)
        for _, rows in tables
    )


def _map(difference: Any, wrong: set[Index]) -> str:
    """|yours − expected| entry by entry: the darker, the further off; numbers, or marks where there is no room."""
    levels = depth(difference)
    tables = list(matrices(difference))
    largest = max((_size(e) for _, rows in tables for row in rows for e in _list(row)), default=0.0)
    made = []
    for leading, rows in tables[:MAX_TABLES]:
        body = _rows(
            [
                _shade(e, largest, place(leading, r, c, levels) in wrong, len(_list(row)) <= _NUMBERS_UP_TO)
                for c, e in enumerate(_list(row)[:_MAP_COLUMNS])
            ]
            for r, row in enumerate(rows[:_MAP_ROWS])
        )
        label = f"<caption>[{', '.join(map(str, leading))}]</caption>" if leading else ""
        made.append(f'<table class="ag-array ag-map">{label}<tbody>{body}</tbody></table>')
    most = f", at most {number(largest)}" if largest else ""
    legend = f"how far off each entry is{most} (a dot: right)"
    return f'<div class="ag-arrays"><figure><figcaption>{legend}</figcaption>{"".join(made)}</figure></div>'


def _list(row: Any) -> list[Any]:
    return row if isinstance(row, list) else [row]


def _size(entry: Any) -> float:
    usable = isinstance(entry, int | float) and math.isfinite(entry)
    return abs(float(entry)) if usable else 0.0


def _shade(entry: Any, largest: float, wrong: bool, roomy: bool) -> str:
    odd = not (isinstance(entry, int | float) and math.isfinite(entry))
    share = 1.0 if odd else (_size(entry) / largest if largest else 0.0)
    if not wrong and not odd and share < 1e-6:
        return '<td><span aria-hidden="true">·</span><span class="ag-sr">right</span></td>'
    mark = number(entry) if roomy or odd else ("█" if share > 0.66 else "▓" if share > 0.33 else "▒")
    return f'<td style="background:rgba(217,119,6,{0.12 + 0.5 * share:.2f})">{html.escape(mark)}</td>'
