"""What the mathematics of all registries is built from: blocks of numbers, constants, erf."""

import math
from functools import cache
from typing import Any

import numpy as np

# By their own names: looking one up in the numpy module costs 45 ns in every call of a step.
from numpy import add, copyto, divide, exp, heaviside, minimum, multiply, negative, subtract
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
Constant = dict[np.dtype[Any], Array]


def constant(value: float) -> Constant:
    """``value`` as a 0-d array for each precision: a Python number costs a call 0.2 µs more."""
    return {np.dtype(kind): np.array(value, kind) for kind in (np.float64, np.float32)}


def zeros(shape: tuple[int, ...], dtype: np.dtype[np.floating[Any]]) -> Array:
    """Zeros that start on a cache line: a long vector is up to a tenth faster to go through."""
    count = math.prod(shape)
    raw: Array = np.zeros(count + 64 // dtype.itemsize, dtype)
    start = -raw.ctypes.data % 64 // dtype.itemsize
    return raw[start : start + count].reshape(shape)


@cache
def ones(rows: int, columns: int, dtype: np.dtype[np.floating[Any]]) -> Array:
    """A matrix of ones: a product with it sums or repeats rows.

    NumPy copies a whole block to combine it with one row, which is slower and allocates.
    """
    matrix: Array = np.ones((rows, columns), dtype)
    matrix.flags.writeable = False
    return matrix


# erf(x) = x A(x²)/B(x²) up to 0.46875, 1 - e^-x² C(x)/D(x) above: W. J. Cody, Rational Chebyshev
# approximations for the error function, Math. Comp. 23 (1969). His third range begins at 4, where
# the second one is good to 4e-9 of an erfc below 2e-8: the last bit of erf does not see it.
_ERF_A = (1.85777706184603153e-1, 3.16112374387056560e0, 1.13864154151050156e2, 3.77485237685302021e2,
          3.20937758913846947e3)  # fmt: skip
_ERF_B = (1.0, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3)
_ERF_C = (2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e0, 6.61191906371416295e1,
          2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3,
          1.23033935479799725e3)  # fmt: skip
_ERF_D = (1.0, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
          3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3,
          1.23033935480374942e3)  # fmt: skip
_SMALL = tuple(zip(map(constant, _ERF_A), map(constant, _ERF_B), strict=True))
_LARGE = tuple(zip(map(constant, _ERF_C), map(constant, _ERF_D), strict=True))
_ERF_BORDER, _ERF_FULL = constant(0.46875), constant(6.0)  # erf(6) is 1 to the last bit
_ONE = constant(1.0)


def _rational(
    terms: tuple[tuple[Constant, Constant], ...],
    x: Array,
    p: Array,
    q: Array,
) -> None:
    """Fill ``p`` with the quotient of two polynomials of one degree, ``q`` is scratch."""
    kind = x.dtype
    (first, _), *others = terms
    multiply(x, first[kind], p)
    copyto(q, x)
    for number, (above, below) in enumerate(others, 1):
        add(p, above[kind], p)
        add(q, below[kind], q)
        if number < len(others):
            multiply(p, x, p)
            multiply(q, x, q)
    divide(p, q, p)


def erf(x: Array, out: Array, square: Array, p: Array, q: Array) -> None:
    """Fill ``out`` with erf(x) for x ≥ 0, to 1e-15; ``x`` is cut to 6, the others are scratch."""
    kind = x.dtype
    minimum(x, _ERF_FULL[kind], out=x)
    multiply(x, x, square)
    _rational(_LARGE, x, p, q)
    negative(square, q)
    exp(q, q)
    multiply(p, q, p)
    subtract(_ONE[kind], p, out)
    _rational(_SMALL, square, p, q)
    multiply(p, x, p)
    # Where x is below the border the difference to the first range counts, else 0 of it.
    subtract(p, out, p)
    subtract(_ERF_BORDER[kind], x, q)
    heaviside(q, _ONE[kind], q)
    multiply(p, q, p)
    add(out, p, out)
