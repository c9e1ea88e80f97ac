"""What a learner's work may leave in a page: text made harmless, outputs reduced to plain text and checked bitmaps.

Not for what this project writes itself (see `report/`), which escapes as it renders.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
import struct
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from autograder.report.words import visible

MAX_TEXT = 120_000  # characters of output that one cell keeps: what it may show, where that was cut, and how it ended
MAX_OUTPUTS = 210
MAX_TARGET = 2_000  # characters of a link's address
MAX_PICTURE = 3_000_000  # bytes
MAX_PICTURES = 8_000_000  # characters of base64 in one cell
MAX_MARKDOWN = 10_000  # characters of one text cell: pages are made in time that grows with its square
MAX_SIDE = 4_000  # pixels
PNG = b"\x89PNG\r\n\x1a\n"
_KEPT_CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"pHYs", b"IDAT", b"IEND")
_SAFE_TARGET = re.compile(r"(https?://|mailto:|#)|[^:]*\Z", re.IGNORECASE)
# TeX that can carry addresses, styles or new macros.
_ACTIVE_TEX = re.compile(
    r"(?<!\\)\\+(?=(href|url|require|class|cssId|style|data|html\w*|mmlToken|unicode|(text|math)?tip|toggle|bbox|"
    r"[gex]?def|let|(re)?newcommand|(re)?newenvironment|Declare\w*|Extension|includegraphics|(end)?csname)(?![a-z]))",
    re.IGNORECASE,
)


def plain_text(text: object, limit: int = MAX_TEXT) -> str:
    """Text that every encoder accepts: no lone surrogates, no NUL, at most `limit` characters.

    >>> plain_text("a\\ud800b\\x00")
    'a?b'
    """
    if not isinstance(text, str):
        return ""
    kept = text[:limit].replace("\x00", "")
    return kept.encode("utf-8", "replace").decode("utf-8")


def shown_text(text: object, limit: int = MAX_TEXT) -> str:
    """`plain_text` of what a cell shows, without colours: pages cannot be made of every sequence that asks for one.

    >>> shown_text("\\x1b[38mred\\x1b[0m")
    'red'
    """
    return visible(plain_text(text, limit))


def safe_markdown(text: str) -> str:
    """Markdown without raw HTML, pictures, link definitions, or links to anything but the web, mail and this page.

    >>> safe_markdown("**a** <b>x</b> [y](javascript:z) [w](https://example.org)")
    '**a** &lt;b&gt;x&lt;/b&gt; [y] (javascript:z) [w](https://example.org)'
    """
    if len(text) > MAX_MARKDOWN:
        text = text[:MAX_MARKDOWN] + "\n\n(Cut here: the rest of this text is too long to show.)"
    text = _ACTIVE_TEX.sub(r"\\ ", plain_text(text))  # a space stays, so that what stands around does not join
    text = re.sub(r"&(?=#|\w+;)", "&amp;", text)
    text = re.sub(r"(?<![\n])>", "&gt;", text.replace("<", "&lt;"))
    text = re.sub(r"(?<!!)!+\[", "[", text).replace("]:", "] :")
    return re.sub(r"\]\((?=([^)\S]{0,2000}[^)\s]{0,2000}))", _checked_link, text)  # targets may hold the next `](`


def _checked_link(match: re.Match[str]) -> str:
    if len(match[1]) >= MAX_TARGET:
        return "] ("
    target = re.sub(r"[\s\x00-\x20]", "", html.unescape(html.unescape(match[1])))
    return match[0] if _SAFE_TARGET.match(target) else "] ("


def clean_outputs(outputs: object) -> list[dict[str, Any]]:
    """The outputs of a learner's cell as nbformat allows them: text and checked PNG pictures, bounded."""
    kept: list[dict[str, Any]] = []
    room, pictures = MAX_TEXT, MAX_PICTURES
    for output in outputs if isinstance(outputs, list) else []:
        if len(kept) >= MAX_OUTPUTS or room <= 0:
            break
        made = _clean_output(output, room) if isinstance(output, dict) else None
        if made is not None:
            room -= _length(made)
            pictures -= size_of(made) - _length(made)
            if pictures >= 0:
                kept.append(made)
    return kept


def size_of(output: Mapping[str, Any]) -> int:
    """The characters of one cleaned output, its picture included."""
    return _length(output) + len(output.get("data", {}).get("image/png", ""))


def _clean_output(output: dict[str, Any], room: int) -> dict[str, Any] | None:
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return {"output_type": "stream", "name": name, "text": shown_text(output.get("text"), room)}
    if kind == "error":
        lines = output.get("traceback")
        trace = [shown_text(line, room) for line in lines[:20]] if isinstance(lines, list) else []
        name, value = shown_text(output.get("ename"), 80), shown_text(output.get("evalue"), 1000)
        return {"output_type": "error", "ename": name, "evalue": value, "traceback": trace}
    if kind not in ("display_data", "execute_result"):
        return None
    data = _clean_data(output.get("data"), room)
    made: dict[str, Any] = {"output_type": kind, "data": data, "metadata": {}}
    if kind == "execute_result":
        count = output.get("execution_count")
        made["execution_count"] = count if type(count) is int and 0 <= count < 1_000_000 else None
    return made if data else None


def _clean_data(data: object, room: int) -> dict[str, str]:
    if not isinstance(data, dict):
        return {}
    kept: dict[str, str] = {}
    picture = data.get("image/png")
    if isinstance(picture, str):
        checked = clean_png(picture)
        if checked is not None:
            kept["image/png"] = checked
    text = shown_text(data.get("text/plain"), room)
    if text:
        kept["text/plain"] = text
    return kept


def _length(output: Mapping[str, Any]) -> int:
    texts: Iterable[Any] = (output.get("text"), output.get("evalue"), output.get("data", {}).get("text/plain"))
    return sum(len(text) for text in texts if isinstance(text, str)) + sum(map(len, output.get("traceback", ())))


def clean_png(encoded: str) -> str | None:
    """A PNG picture rewritten from its own pixels' chunks, or None when it is not one or is too large.

    >>> clean_png("bm90IGEgcGljdHVyZQ==") is None
    True
    """
    if len(encoded) > MAX_PICTURE * 4 // 3 + 4:
        return None
    try:
        data = base64.b64decode("".join(encoded.split()), validate=True)
        chunks = _png_chunks(data)
    except (binascii.Error, ValueError, struct.error):
        return None
    body = b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
        if kind in _KEPT_CHUNKS
    )
    return base64.b64encode(PNG + body).decode()


def _png_chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """The chunks of a well-formed PNG of acceptable size. Raises ValueError, struct.error."""
    if not data.startswith(PNG):
        raise ValueError("not a PNG")
    chunks: list[tuple[bytes, bytes]] = []
    position = len(PNG)
    while position < len(data) and (not chunks or chunks[-1][0] != b"IEND"):
        (length,) = struct.unpack_from(">I", data, position)
        kind, content = data[position + 4 : position + 8], data[position + 8 : position + 8 + length]
        (crc,) = struct.unpack_from(">I", data, position + 8 + length)
        if crc != zlib.crc32(kind + content):
            raise ValueError("damaged")
        chunks.append((kind, content))
        position += 12 + length
    if len(chunks) < 3 or chunks[0][0] != b"IHDR" or chunks[-1][0] != b"IEND":
        raise ValueError("incomplete")
    width, height = struct.unpack_from(">II", chunks[0][1])
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        raise ValueError("too large")
    return chunks


__all__ = ["clean_outputs", "clean_png", "plain_text", "safe_markdown", "shown_text", "size_of"]
