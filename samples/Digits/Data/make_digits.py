"""Packs the 1,797 digits into digits.gz: for each, 64 bytes of pixels (0..16, row by row), then the label (0..9).

Source: the copy of the UCI test set that scikit-learn carries. Run from this folder:

    python3 make_digits.py
"""

import gzip
from pathlib import Path

from sklearn.datasets import load_digits

digits = load_digits()
records = b"".join(
    bytes(int(pixel) for pixel in image.ravel()) + bytes([int(label)])
    for image, label in zip(digits.images, digits.target)
)
assert len(records) == 1797 * 65

# mtime=0 and no file name: the same bytes whenever and wherever it is run.
target = Path(__file__).with_name("digits.gz")
target.write_bytes(gzip.compress(records, compresslevel=9, mtime=0))
print(f"{target.name}: {target.stat().st_size} bytes")
