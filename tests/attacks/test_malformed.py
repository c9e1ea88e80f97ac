"""Attacks on the trusted reader: replies that are no values. Each is that learner's failure, never the grader's."""

from __future__ import annotations

from typing import Any

import pytest
from attacks.harness import ANSWERS, Hall

MALFORMED: dict[str, Any] = {
    "no value": ["?", 1],
    "an unknown tag": ["z", []],
    "a long tag": ["__class__", []],
    "a tag of another type": [1, 2],
    "an empty list": [],
    "a dict": {"a": 1},
    "bytes": b"4.0",
    "an expression that is none": ["e", ["__import__", "os"]],
    "an expression of nothing": ["e", []],
    "an expression too deep": "deep expression",
    "a float as an integer": ["I", "1.5"],
    "a sign too many": ["I", "--5"],
    "a huge integer": ["I", "9" * 5000],
    "a complex of text": ["c", "x", "y"],
    "a seed of text": ["g", "x"],
    "a list of a number": ["l", 5],
    "pairs that are none": ["d", [[1, 2, 3]]],
    "a key that cannot be one": ["d", [[["l", []], 1]]],
    "an array of another size": ["a", "<f8", [2, 2], b"1234"],
    "an array of objects": ["a", "|O8", [1], b"12345678"],
    "an array of records": ["a", "f,f", [1], b"12345678"],
    "an array of text": ["a", "<U1", [1], b"1234"],
    "an array of no type": ["a", "zz", [1], b"12345678"],
    "an array of negative size": ["a", "<f8", [-1], b""],
    "an array of impossible size": ["a", "<f8", [0, 2**31 - 1, 2**31 - 1, 2**31 - 1], b""],
    "an array of too many axes": ["a", "<f8", [1] * 100, b"12345678"],
    "an array of expressions of another size": ["o", [3], []],
    "a handle of text": ["h", "1", "x", True],
    "a callback": ["f", 1],
    "a bomb of entries": "wide list",
}
# Whole replies; what is asked for in one message may have several in it.
REPLIES: dict[str, Any] = {
    "an error of text": {"error": "boom"},
    "an error of a list": {"error": ["x"]},
    "an error of odd parts": {"error": {"kind": [], "type_name": {}, "message": 5, "line": "x", "bases": {"a": 1}}},
    "a number of replies": {"replies": 7},
    "replies of numbers": {"replies": [5, 6]},
    "replies with errors of text": {"replies": [{"error": "boom"}] * 5},
    "replies of odd replies": {"replies": [{"replies": [[]]}] * 5},
    "arguments of a number": {"value": 1.0, "arguments": 5},
    "keywords of a list": {"value": 1.0, "keywords": ["l", []]},
    "a kill": {"killed": {"kind": "crash"}},
    "outputs of text": {"outputs": "boom"},
}
SCENE = """
import os, struct, msgpack
made = {made!r}
if made == "wide list":
    made = ["l", [["l", [0.0] * 1000]] * 250]
if made == "deep expression":
    made = ["sym", "x"]
    for _ in range(400): made = ["add", made, ["int", "1"]]
    made = ["e", made]
def answer_all():
    content = msgpack.packb({{"reply": {{"value": made}} if {as_value} else made}})
    content = struct.pack("<I", len(content)) + content
    while True:
        rest = content
        while rest:
            rest = rest[os.write(3, rest) :]
        left = struct.unpack("<I", os.read(3, 4))[0]
        while left:
            left -= len(os.read(3, left))
"""
# When the process begins to answer so: when something is called, or at the first look at what there is.
CALLED = "def softmax(Z):\n    answer_all()\n"
LOOKED_AT = "class Odd:\n    __class__ = property(lambda self: answer_all())\nsoftmax = Odd()\n"


@pytest.mark.parametrize("made", MALFORMED.values(), ids=MALFORMED)
def test_malformed(hall: Hall, made: Any) -> None:
    """A process that answers every request with it gets nothing for anything, and a message that is no traceback."""
    scene = SCENE.format(made=made, as_value=True)
    called, looked_at = (hall.judge(ANSWERS | {"softmax": scene + begins}) for begins in (CALLED, LOOKED_AT))
    assert called.result.exercise("softmax").points == looked_at.result.points == 0
    for exercise in (called.result.exercise("softmax"), *looked_at.result.exercises[1:]):
        assert f"`{exercise.name}` returned something that is not numbers: " in exercise.headline
    assert hall.judge(ANSWERS, traces=True) == hall.honest


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_malformed_replies(hall: Hall, reply: Any) -> None:
    """Judged as any other wrong answer: nothing of it reaches code of ours that expects a reply of ours."""
    for begins in (CALLED, LOOKED_AT):
        judged = hall.judge(ANSWERS | {"softmax": SCENE.format(made=reply, as_value=False) + begins})
        assert judged.result.exercise("softmax").points == 0
        assert judged.result.points == 0 or begins == CALLED  # what was looked at before was honest
        assert "the grader failed on it" not in judged.text()
        assert "could not be carried out" not in judged.text()
    assert hall.judge(ANSWERS, traces=True) == hall.honest
