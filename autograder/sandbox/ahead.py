"""Replies that were asked for in one message before they are needed, and found again by the bytes of their requests.

Most of what a judgement asks is known beforehand. Asked in one message, the two processes take turns once instead of a
dozen times; a judgement that asks for something else asks for it alone.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Sequence


class Ahead:
    """Packed replies by group and by packed request; the same request may have been made more than once.

    >>> ahead = Ahead()
    >>> ahead.put("f", [b"first?", b"again?", b"again?"], [b"1", b"2", b"3"])
    >>> ahead.take(b"again?"), ahead.take(b"again?"), ahead.take(b"again?"), ahead.missed
    (b'2', b'3', None, True)
    """

    def __init__(self) -> None:
        self._groups: dict[str, dict[bytes, deque[bytes]]] = {}
        self.missed = False  # whether something was asked for that is not here, since the last `put`

    def put(self, group: str, requests: Sequence[bytes], replies: Sequence[bytes]) -> None:
        """Keep the replies to the first of `requests`, in place of what `group` had."""
        kept: dict[bytes, deque[bytes]] = {}
        for request, reply in zip(requests, replies, strict=False):
            kept.setdefault(request, deque()).append(reply)
        self._groups[group] = kept
        self.missed = False

    def take(self, request: bytes) -> bytes | None:
        """The next reply to this very request, once; None where it has to be asked for."""
        for kept in self._groups.values():
            replies = kept.get(request)
            if replies:
                return replies.popleft()
        self.missed = True
        return None

    def drop(self, group: str) -> None:
        """What was asked for under this name is not needed any more."""
        self._groups.pop(group, None)

    def clear(self) -> None:
        """The process that gave the replies is gone: another may answer otherwise."""
        self._groups.clear()
        self.missed = True


def digest(parts: Iterable[bytes]) -> bytes:
    """By what a list of replies is known again.

    >>> digest([b"a", b"bc"]) == digest([b"ab", b"c"])
    False
    """
    whole = hashlib.sha256()
    for part in parts:
        whole.update(b"%d:" % len(part))
        whole.update(part)
    return whole.digest()


__all__ = ["Ahead", "digest"]
