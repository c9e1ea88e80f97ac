"""Single keys from the terminal, without Enter, on every system; each goes to a function as it is pressed."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator

END = "\x03"  # Ctrl-C where the terminal hands it over as a key; also the end of the input


@contextlib.contextmanager
def listening(tell: Callable[[str], None]) -> Iterator[None]:
    """Call `tell` with every key, from a thread, while the body runs; the terminal is put back afterwards."""
    with _single_keys() as read:
        threading.Thread(target=_pump, args=(read, tell), daemon=True).start()
        yield


def _pump(read: Callable[[], str], tell: Callable[[str], None]) -> None:
    key = ""
    while key != END:
        key = read()
        tell(key)


@contextlib.contextmanager
def _single_keys() -> Iterator[Callable[[], str]]:
    if sys.platform == "win32":
        import msvcrt

        yield msvcrt.getwch
        return
    import termios
    import tty

    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    tty.setcbreak(handle)
    try:
        yield lambda: os.read(handle, 1).decode("ascii", "replace") or END
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)
