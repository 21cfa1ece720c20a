import pytest

from reader_app.errors import FetchError
from reader_app.intake.network import Network, is_public


@pytest.mark.parametrize(
    "number",
    [
        "93.184.216.34",
        "1.1.1.1",
        "2606:4700:4700::1111",
        "::ffff:1.1.1.1",
        "64:ff9b::101:101",
        "2002:101:101::1",
    ],
)
def test_numbers_of_the_public_internet_are_public(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    "number",
    """
    127.0.0.1 127.8.8.8 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1
    100.127.255.254 0.0.0.0 0.1.2.3 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 192.0.2.1 198.18.0.1
    ::1 :: fe80::1 fe80::1%eth0 fec0::1 fc00::1 fd12:3456::1 ff02::1 2001:db8::1 2001:0:4136:e378::1
    ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:a9fe:a9fe ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1
    64:ff9b:1::1 2002:7f00:1:: 2002:c0a8:101::1 4000::1 100::1 localhost 0x7f.1 2130706433
    """.split(),  # noqa: SIM905
)
def test_all_others_are_not(number: str) -> None:
    assert not is_public(number)


def test_a_host_with_a_private_number_among_its_numbers_is_refused_to_a_proxy() -> None:
    def resolve(host: str, port: int) -> list[str]:
        del host, port
        return ["1.1.1.1", "10.0.0.1"]

    with pytest.raises(FetchError, match="private network"):
        Network(resolve).refuse_private("both.test", 80, 5)
