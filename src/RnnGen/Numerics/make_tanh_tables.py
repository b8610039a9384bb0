#!/usr/bin/env python3
"""Makes the tables of VectorMath.Lookup.cs: tanh on [0, 9.2] as eight polynomials of degree 7 in floats.

    python3 make_tanh_tables.py      (needs numpy; prints the errors, then the tables)
"""
import numpy as np

DEGREE, SHIFT, END = 7, 0.75, 9.2
PLACE = {4: 0.8, 5: 0.9, 6: 0.9}  # where in its interval c lies; the middle elsewhere. Near 1, partial sums must not pass 1.
f32, wide = np.float32, np.longdouble
FIRST = int(f32(SHIFT).view(np.int32)) >> 22  # exponent and first bit of the mantissa


def edges():
    """An interval ends where |x| + SHIFT gets another exponent or another first bit of the mantissa."""
    inner = [float(np.int32((FIRST + k) << 22).view(f32)) - SHIFT for k in range(1, 8)]
    return [0.0, *inner, END]


def minimax(powers, target, weight):
    """Lawson's iteration: least squares whose weights grow where the error is large."""
    share, best, least = np.ones(len(target)) / len(target), None, np.inf
    for _ in range(80):
        root = np.sqrt(share) * weight
        c = np.linalg.lstsq(powers * root[:, None], target * root, rcond=None)[0]
        error = np.abs((powers @ c - target) * weight)
        if error.max() < least:
            least, best = error.max(), c
        share *= error / error.max() + 1e-3
        share /= share.sum()
    return best


def fit(center, low, high, fixed):
    """Coefficients rounded to floats one by one, each time with the others fitted anew; and the relative error left."""
    nodes = np.cos(np.pi * (np.arange(3001) + 0.5) / 3001)
    t = (low + high) / 2 + (high - low) / 2 * nodes
    target = np.tanh(t.astype(wide) + wide(center))
    weight = 1 / np.maximum(np.tanh(t + center), 1e-3)
    scale, p = max(abs(low), abs(high)), list(fixed)
    for k in range(len(fixed), DEGREE + 1):
        rest = (target - sum(wide(c) * t.astype(wide) ** i for i, c in enumerate(p))).astype(float)
        powers = np.stack([(t / scale) ** i for i in range(k, DEGREE + 1)], 1)
        p.append(float(f32(minimax(powers, rest, weight)[0] / scale ** k)))
    rest = target - sum(wide(c) * t.astype(wide) ** i for i, c in enumerate(p))
    return p, float(np.abs(rest * weight).max())


def center_near(middle):
    """The float near the middle whose tanh is closest to a float."""
    near = (f32(middle) + np.arange(-30000, 30001) * np.spacing(f32(middle)).astype(float)).astype(f32).astype(wide)
    value = np.tanh(near)
    off = np.abs(value - value.astype(f32).astype(wide)) / np.spacing(value.astype(f32)).astype(wide)
    return float(near[np.argmin(off)])


def main():
    table, ends, slack = [], edges(), 1e-6
    for k in range(8):
        low, high = ends[k], ends[k + 1]
        center = center_near(low + (high - low) * PLACE.get(k, 0.5)) if k else 0.0
        start = [float(f32(np.tanh(wide(center))))] if k else [0.0, 1.0]
        p, error = fit(center, low - center - (slack if k else 0), high - center + slack, start)
        print(f"[{low}, {high}] c = {center}: {error * 2**24:.3f} of 2^-24")
        table.append([center, *p])
    for column in range(DEGREE + 2):
        entries = [""] * 8
        for k in range(8):
            entries[(FIRST + k) % 8] = str(f32(table[k][column])) + "f"
        print(", ".join(entries))


if __name__ == "__main__":
    main()
