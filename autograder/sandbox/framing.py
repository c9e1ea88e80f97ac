"""Messages on a stream socket: four bytes of length (little-endian), then the content. Used on both sides."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable
from typing import BinaryIO

from autograder.sandbox.api import MAX_MESSAGE

HEADER = struct.Struct("<I")
_CHUNK = 1 << 16


def frame(message: bytes) -> bytes:
    """The bytes that carry `message`.

    >>> frame(b"hi")
    b'\\x02\\x00\\x00\\x00hi'
    """
    return HEADER.pack(len(message)) + message


class Reader:
    """Takes messages from a socket, never more than `MAX_MESSAGE` bytes each and never waiting past a deadline."""

    def __init__(self, connection: socket.socket, start: bytes = b"") -> None:
        """`start` is what has been read of the first message already."""
        self._connection = connection
        self._buffer = bytearray(start)

    def read(self, seconds: float | None = None) -> bytes:
        """The next message. Raises `TimeoutError`, `EOFError` (hung up), `ValueError` (too long)."""
        if seconds is not None and seconds <= 0:  # also when messages lie ready: a flood of them must not buy time
            raise TimeoutError("no time left")
        deadline = None if seconds is None else time.monotonic() + seconds
        self._fill(HEADER.size, deadline)
        end = HEADER.size + _length(self._buffer)
        self._fill(end, deadline)
        message = bytes(memoryview(self._buffer)[HEADER.size : end])
        del self._buffer[:end]
        return message

    def _fill(self, size: int, deadline: float | None) -> None:
        """Have at least `size` bytes in the buffer."""
        asked = False
        while len(self._buffer) < size:
            if deadline is not None:
                left = deadline - time.monotonic()
                if left <= 0 and asked:  # bytes that drip in do not buy time
                    raise TimeoutError("no complete message in time")
                self._connection.settimeout(max(1e-6, left))  # 0 would mean "do not block"
            asked = True
            try:
                chunk = self._connection.recv(_CHUNK)
            except ConnectionError:
                chunk = b""
            if not chunk:
                raise EOFError("the other side hung up")
            self._buffer += chunk


def read_frame(stream: BinaryIO) -> bytes:
    """The next message of a pipe, waiting as long as it takes. Raises `EOFError`, `ValueError`."""
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        raise EOFError("the other side hung up")
    length = _length(header)
    message = stream.read(length)
    if len(message) < length:
        raise EOFError("the other side hung up")
    return message


def _length(header: bytes | bytearray) -> int:
    (length,) = HEADER.unpack_from(header)
    if length > MAX_MESSAGE:
        raise ValueError(f"a message of {length:,} bytes is longer than {MAX_MESSAGE:,}")
    return int(length)


def serve_connection(connection: socket.socket) -> tuple[Callable[[], bytes], Callable[[bytes], None]]:
    """`receive` and `send` for the learner's side, which waits for as long as it takes."""
    reader = Reader(connection)
    return reader.read, lambda message: connection.sendall(frame(message))


__all__ = ["HEADER", "Reader", "frame", "read_frame", "serve_connection"]
