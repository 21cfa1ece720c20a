"""A self-signed certificate, made from nothing but numbers, for servers of tests."""

import base64
import hashlib
import random
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

_EXPONENT = 65537
_SMALL_PRIMES = [n for n in range(3, 2000, 2) if all(n % d for d in range(3, int(n**0.5) + 1, 2))]


def server_context(folder: Path, host: str, *, days: int = 1) -> tuple[ssl.SSLContext, Path]:
    """Return what a server speaks TLS with, and the file of its certificate.

    Args:
        folder: Where files may be written.
        host: The name that the certificate is for.
        days: How long it is valid; below zero, it has expired.
    """
    chance = random.Random(host)  # not secret, and the same in each run
    p, q = _prime(chance), _prime(chance)
    modulus, secret = p * q, pow(_EXPONENT, -1, (p - 1) * (q - 1))
    numbers = (modulus, _EXPONENT, secret, p, q, secret % (p - 1), secret % (q - 1), pow(q, -1, p))
    key = _sequence(*(_integer(n) for n in (0, *numbers)))
    certificate, file = _certificate(host, modulus, secret, days), folder / f"{host}.pem"
    file.write_text(_pem("CERTIFICATE", certificate))
    both = folder / f"{host}-key.pem"
    both.write_text(_pem("RSA PRIVATE KEY", key) + file.read_text())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return context, file


def _certificate(host: str, modulus: int, secret: int, days: int) -> bytes:
    algorithm = _sequence(_object("2a864886f70d01010b"), b"\x05\x00")  # RSA with SHA-256
    name = _sequence(_tagged(0x31, _sequence(_object("550403"), _tagged(0x0C, host.encode()))))
    until = datetime.now(UTC) + timedelta(days=days)
    times = [f"{moment:%y%m%d%H%M%SZ}".encode() for moment in (until - timedelta(days=9), until)]
    public = _sequence(_integer(modulus), _integer(_EXPONENT))
    names = _sequence(_tagged(0x82, host.encode()))
    authority = _sequence(_object("551d13"), _tagged(0x04, _sequence(_tagged(0x01, b"\xff"))))
    body = _sequence(
        _tagged(0xA0, _integer(2)),
        _integer(1),
        algorithm,
        name,
        _sequence(*(_tagged(0x17, moment) for moment in times)),
        name,
        _sequence(
            _sequence(_object("2a864886f70d010101"), b"\x05\x00"),
            _tagged(0x03, b"\x00" + public),
        ),
        _tagged(0xA3, _sequence(_sequence(_object("551d11"), _tagged(0x04, names)), authority)),
    )
    digest = _sequence(
        _sequence(_object("608648016503040201"), b"\x05\x00"),
        _tagged(0x04, hashlib.sha256(body).digest()),
    )
    size = (modulus.bit_length() + 7) // 8
    padded = b"\x00\x01" + b"\xff" * (size - len(digest) - 3) + b"\x00" + digest
    signature = pow(int.from_bytes(padded, "big"), secret, modulus).to_bytes(size, "big")
    return _sequence(body, algorithm, _tagged(0x03, b"\x00" + signature))


def _prime(chance: random.Random) -> int:
    while True:
        number = chance.getrandbits(1024) | 3 << 1022 | 1
        if number % _EXPONENT == 1 or any(number % prime == 0 for prime in _SMALL_PRIMES):
            continue
        if all(pow(base, number - 1, number) == 1 for base in (2, 3, 5, 7)):
            return number


def _tagged(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def _sequence(*parts: bytes) -> bytes:
    return _tagged(0x30, b"".join(parts))


def _integer(number: int) -> bytes:
    return _tagged(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _object(digits: str) -> bytes:
    return _tagged(0x06, bytes.fromhex(digits))


def _pem(name: str, content: bytes) -> str:
    text = base64.encodebytes(content).decode()
    return f"-----BEGIN {name}-----\n{text}-----END {name}-----\n"
