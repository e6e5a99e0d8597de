"""Messages: whole ones only, up to a limit, made of the types of results and nothing else."""

from __future__ import annotations

import gc
import os
import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.types import Failure
from nlp.work.channel import Gone, Inbox, TooMuch, packed, unpacked
from nlp.work.known import Known
from nlp.work.steps import Finished
from tests.build import analysis_of, entry_of

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes are read in pieces on POSIX systems")


class End:
    """The descriptor of a pipe, as the inbox wants it."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def fileno(self) -> int:
        return self.descriptor


@given(st.lists(st.binary(max_size=300), max_size=6), st.randoms(use_true_random=False))
def test_messages_in_any_pieces(messages: list[bytes], rng: object) -> None:
    ours, theirs = os.pipe()
    inbox = Inbox(End(ours), 1000)  # type: ignore[arg-type]
    data = b"".join(len(m).to_bytes(4, "big") + m for m in messages)
    got: list[bytes] = []
    at = 0
    while at < len(data):
        step = rng.randrange(1, 90)  # type: ignore[attr-defined]
        os.write(theirs, data[at : at + step])
        at += step
        got += inbox.messages()
    os.close(theirs)
    assert got == messages
    with pytest.raises(Gone):
        inbox.messages()
    os.close(ours)


@pytest.mark.parametrize("head", [b"\x00\x00\x03\xe9", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff"])
def test_a_message_beyond_the_limit_is_refused_by_its_head(head: bytes) -> None:
    ours, theirs = os.pipe()
    os.write(theirs, head)
    with pytest.raises(TooMuch):
        Inbox(End(ours), 1000).messages()  # type: ignore[arg-type]
    os.close(ours)
    os.close(theirs)


def test_results_come_back_as_they_were() -> None:
    analysis = analysis_of((entry_of(),))
    for result in (analysis, Failure("a", "empty", "文件是空的。"), replace(analysis, warnings=("x",))):
        assert unpacked(packed(Finished(3, result, b"x"))) == Finished(3, result, b"x")


@pytest.mark.parametrize("value", [os.system, pickle.loads, eval, getattr, print, Inbox, ValueError("x"), os.path.join], ids=lambda v: type(v).__name__ + getattr(v, "__name__", ""))
def test_nothing_else_is_unpickled(value: object) -> None:
    with pytest.raises(pickle.UnpicklingError):
        unpacked(pickle.dumps(value))


def test_names_with_dots_and_private_ones_are_refused() -> None:
    for module, name in (("nlp.types", "bisect_left"), ("nlp.types", "dataclass"), ("nlp.work.steps", "Any"), ("nlp.types", "__builtins__")):
        with pytest.raises(pickle.UnpicklingError):
            unpacked(b"\x80\x04c" + f"{module}\n{name}\n".encode() + b".")
    with pytest.raises(pickle.UnpicklingError):
        unpacked(pickle.dumps(Failure, 4).replace(b"Failure", b"Final.x"))


class Short:
    """Says that it is a result, with too few values."""

    def __reduce__(self) -> tuple[type, tuple[str, ...]]:
        return Failure, ("a", "empty")


def test_a_result_with_too_few_values_is_refused() -> None:
    with pytest.raises(pickle.UnpicklingError, match="Failure"):
        unpacked(pickle.dumps(Short()))


def test_every_object_of_a_result_is_its_class_and_its_values() -> None:
    analysis = analysis_of((entry_of(),))
    data = packed(analysis)
    assert b"__setstate__" not in data
    assert pickle.loads(data) == analysis  # the constructor would have done as well
    assert gc.isenabled()


def test_what_is_kept_of_earlier_results_has_a_limit() -> None:
    known = Known(kept=100)
    for n in range(10):
        known.learn((str(n), ""), b"x" * 30)
    assert [n for n in range(10) if known.get((str(n), ""))] == [7, 8, 9]
    known.learn(("9", ""), b"y" * 30)
    assert known.get(("9", "")) == b"y" * 30
    known.learn(("large", ""), b"x" * 200)
    assert known.get(("large", "")) is None
    assert known.get(None) is None
