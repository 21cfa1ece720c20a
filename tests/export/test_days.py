import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from reader_app.export.days import day, local_day, published_day

pytestmark = pytest.mark.skipif(not hasattr(time, "tzset"), reason="the system cannot change its time zone")


@pytest.fixture(params=["America/New_York", "Asia/Tokyo"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    name: str = request.param
    monkeypatch.setenv("TZ", name)
    time.tzset()
    yield name
    monkeypatch.undo()
    time.tzset()


def test_day_is_the_one_that_it_was_where_the_reader_is(zone: str) -> None:
    late = datetime(2026, 5, 4, 23, tzinfo=UTC)

    assert day(late) == ("4 May 2026" if zone == "America/New_York" else "5 May 2026")


@pytest.mark.parametrize("moment", [datetime.min, datetime.max])
def test_first_and_last_moment_that_there_are_have_a_day(zone: str, moment: datetime) -> None:
    assert local_day(moment.replace(tzinfo=UTC)).year == moment.year


@pytest.mark.parametrize(
    ("stated", "written"),
    [
        ("2026-05-04", "4 May 2026"),
        ("2026-05-04T12:00:00Z", "4 May 2026"),
        ("2026-05", "May 2026"),
        ("2026", "2026"),
        ("spring of 2026", "spring of "),
        ("", ""),
    ],
)
def test_date_of_publication_is_as_exact_as_it_is_known(stated: str, written: str) -> None:
    assert published_day(stated) == written
