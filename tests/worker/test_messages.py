import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader_app.errors import DocumentError, PasswordRequiredError
from reader_app.worker import jobs
from reader_app.worker.messages import Answer, Crash, Report, Request, receive, send


def sent(*messages: object) -> io.BytesIO:
    stream = io.BytesIO()
    for message in messages:
        send(stream, message)
    stream.seek(0)
    return stream


def test_messages_arrive_as_they_were_sent_and_in_order() -> None:
    messages = [
        Request(1, jobs.ReadPage(3)),
        Report(1, jobs.Progress(2, 9)),
        Answer(1, result=[1, 2]),
        Crash(2, "traceback"),
    ]

    stream = sent(*messages)

    assert [receive(stream) for _ in messages] == messages
    assert receive(stream) is None


def test_error_arrives_as_the_error_it_was() -> None:
    error = PasswordRequiredError("“Tides” asks for a password.")

    answer = receive(sent(Answer(1, error=error)))

    assert isinstance(answer, Answer)
    assert type(answer.error) is PasswordRequiredError
    assert str(answer.error) == "“Tides” asks for a password."


def test_cause_of_an_error_stays_behind() -> None:
    try:
        raise DocumentError("It cannot be shown.") from ValueError("MuPDF's words")
    except DocumentError as error:
        answer = receive(sent(Answer(1, error=error)))

    assert isinstance(answer, Answer)
    assert answer.error is not None
    assert answer.error.args == ("It cannot be shown.",)


@given(st.binary(max_size=200), st.data())
def test_message_that_was_cut_off_is_the_end(content: bytes, data: st.DataObject) -> None:
    whole = sent(Answer(1, content)).getvalue()
    length = data.draw(st.integers(0, len(whole) - 1))

    assert receive(io.BytesIO(whole[:length])) is None


def test_message_that_cannot_be_pickled_leaves_the_stream_as_it_was() -> None:
    stream = io.BytesIO()

    with pytest.raises(Exception, match="pickle"):
        send(stream, Answer(1, lambda: None))

    assert stream.getvalue() == b""
