"""Small PNG files, written with nothing but zlib: coloured gradients, each of other bytes."""

import re
import struct
import zlib
from random import Random

PICTURE = re.compile(r"picture-(\d+)\.png")
"""The name of a picture; the group is its number."""

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png(seed: int) -> bytes:
    """Make an RGB picture of 16 to 96 pixels a side, 8 bits a channel (PNG specification, 11.2)."""
    rng = Random(seed)
    width, height = rng.randint(16, 96), rng.randint(16, 96)
    red, green, blue = (rng.randrange(256) for _ in range(3))
    rows = (
        b"\0" + b"".join(bytes((red, (green + x) % 256, (blue + y) % 256)) for x in range(width))
        for y in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    # An unseen comment makes two pictures that happen to look the same differ.
    comment = b"Comment\0" + str(seed).encode("ascii")
    chunks = (
        (b"IHDR", header),
        (b"tEXt", comment),
        (b"IDAT", zlib.compress(b"".join(rows))),
        (b"IEND", b""),
    )
    return SIGNATURE + b"".join(_chunk(kind, body) for kind, body in chunks)


def picture_name(number: int) -> str:
    """Name the picture of a number."""
    return f"picture-{number:04}.png"


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
