"""Draws icon.png: a recurrent cell unrolled over three steps. Run it in this folder; needs only Python's own library."""

import struct
import zlib

SIZE = 128
SAMPLES = 4  # per pixel and direction, for smooth edges

BACKGROUND = (24, 44, 97)
LINE = (142, 182, 255)
CELL = (255, 255, 255)
LAST_CELL = (255, 179, 71)

CENTRES = (26, 64, 102)
MIDDLE = 64
RADIUS = 13


def in_rounded_square(x, y, corner=24):
    dx = max(corner - x, x - (SIZE - corner), 0)
    dy = max(corner - y, y - (SIZE - corner), 0)
    return dx * dx + dy * dy <= corner * corner


def in_arrow(along, across, start, end, width=5, head=10):
    """An arrow from start to end along one axis; the head's half-width is 0.8 of its length."""
    if start <= along <= end - head:
        return abs(across) <= width / 2
    return end - head < along <= end and abs(across) <= (end - along) * 0.8


def colour(x, y):
    if not in_rounded_square(x, y):
        return None
    for centre in CENTRES:
        if (x - centre) ** 2 + (y - MIDDLE) ** 2 <= RADIUS**2:
            return LAST_CELL if centre == CENTRES[-1] else CELL
    for centre in CENTRES:
        # Both point up: the input enters from below, the output leaves at the top.
        if in_arrow(SIZE - y, x - centre, 14, SIZE - MIDDLE - RADIUS - 2):
            return LINE
        if in_arrow(SIZE - y, x - centre, SIZE - MIDDLE + RADIUS + 2, SIZE - 14):
            return LINE
    for left, right in zip(CENTRES, CENTRES[1:]):
        if in_arrow(x, y - MIDDLE, left + RADIUS, right - RADIUS - 1, head=9):
            return LINE
    return BACKGROUND


def pixel(column, row):
    hits = [
        colour(column + (i + 0.5) / SAMPLES, row + (j + 0.5) / SAMPLES)
        for i in range(SAMPLES)
        for j in range(SAMPLES)
    ]
    inside = [hit for hit in hits if hit]
    if not inside:
        return b"\0\0\0\0"
    mean = [round(sum(channel) / len(inside)) for channel in zip(*inside)]
    return bytes(mean + [round(255 * len(inside) / len(hits))])


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


rows = b"".join(b"\0" + b"".join(pixel(column, row) for column in range(SIZE)) for row in range(SIZE))
with open("icon.png", "wb") as file:
    file.write(b"\x89PNG\r\n\x1a\n")
    file.write(chunk(b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)))
    file.write(chunk(b"IDAT", zlib.compress(rows, 9)))
    file.write(chunk(b"IEND", b""))
