"""Protocol Buffers' wire format, as far as needed to read a few known fields.

Source: protobuf.dev/programming-guides/encoding. The caller knows the meaning of the fields.
"""

from collections.abc import Iterator

_VARINT, _I64, _BYTES, _I32 = 0, 1, 2, 5
_LONGEST_VARINT = 10  # bytes of 64 bits, seven in each


def fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """(number, value) of each field in order: an integer as unsigned 64 bits, else bytes.

    Raises `ValueError` if the message ends early or is invalid.
    """
    position = 0
    while position < len(message):
        tag, position = _varint(message, position)
        kind = tag & 7
        if kind == _VARINT:
            value, position = _varint(message, position)
            yield tag >> 3, value
            continue
        if kind == _BYTES:
            size, position = _varint(message, position)
        else:
            size = {_I64: 8, _I32: 4}.get(kind, -1)
        end = position + size
        if size < 0 or end > len(message):
            raise ValueError("a field of the message is cut short")
        yield tag >> 3, message[position:end]
        position = end


def _varint(message: bytes, position: int) -> tuple[int, int]:
    value = 0
    for shift in range(_LONGEST_VARINT):
        if position >= len(message):
            break
        byte = message[position]
        position += 1
        value |= (byte & 127) << 7 * shift
        if byte < 128:  # noqa: PLR2004  # the bit that says there is more
            return value & (1 << 64) - 1, position
    raise ValueError("a number of the message is cut short")
