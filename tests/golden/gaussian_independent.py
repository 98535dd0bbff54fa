#!/usr/bin/python3
"""Reference optima of KL(q || p) over Gaussians q for densities on the line, independent of the program.

    python3 tests/golden/gaussian_independent.py > tests/golden/gaussian_independent.json

Needs python3-mpmath and python3-scipy. All local optima: a dense grid of starts (means x scales), ascended by
SciPy's BFGS on a trapezoid rule of 4001 points, then Newton's method in mpmath (25 digits, tanh-sinh quadrature).
"""
import json
import sys

import mpmath as mp
import numpy as np
from scipy.optimize import minimize

mp.mp.dps = 25


def lnpdf(x, m, s):
    return -((x - m) / s) ** 2 / 2 - mp.log(s) - mp.log(2 * mp.pi) / 2


def lae(a, b):
    return max(a, b) + mp.log1p(mp.exp(-abs(a - b)))


def mix(*parts):
    def f(x):
        total = None
        for w, m, s in parts:
            term = mp.log(mp.mpf(w)) + lnpdf(x, mp.mpf(m), mp.mpf(s))
            total = term if total is None else lae(total, term)
        return total
    return f


def student(df, loc, scale):
    df, loc, scale = mp.mpf(df), mp.mpf(loc), mp.mpf(scale)
    c = mp.loggamma((df + 1) / 2) - mp.loggamma(df / 2) - mp.log(df * mp.pi) / 2 - mp.log(scale)
    return lambda x: c - (df + 1) / 2 * mp.log1p(((x - loc) / scale) ** 2 / df)


def skew(a):
    return lambda x: mp.log(2) + lnpdf(x, 0, 1) + mp.log(mp.erfc(-a * x / mp.sqrt(2)) / 2)


def softplus(y):
    return max(y, mp.mpf(0)) + mp.log1p(mp.exp(-abs(y)))


NAMED = ("student-t", "logistic-regression", "log-gamma")  # targets of the program, not expressions

# expression, f, centre, scale, break points (in units of scale from the centre), heavy tails
M = mp.mpf
CASES = [
    ("logaddexp(log(0.3)+lognormpdf(x,-10,1), log(0.7)+lognormpdf(x,10,0.5))", mix(("0.3", -10, 1), ("0.7", 10, "0.5")), 0, 1, [-30, -16, -10, -4, 0, 3.5, 7, 10, 13, 30], False),
    ("2*lognormpdf(x,3,2)-log(2)", lambda x: 2 * lnpdf(x, 3, 2) - mp.log(2), 3, 1, [-20, -5, 0, 5, 20], False),
    ("log(2)+lognormpdf(x,0,1)+lognormcdf(4*x)", skew(4), 0, 1, [-10, -3, -1, 0, 1, 3, 12], False),
    ("log(2)+lognormpdf(x,0,1)+lognormcdf(-20*x)", skew(-20), 0, 1, [-12, -3, -1, -.2, 0, .2, 1, 5], False),
    ("student-t:df=1.5", student("1.5", 0, 1), 0, 1, [-3, -1, 0, 1, 3], True),
    ("student-t:df=5,location=10000,scale=0.01", student(5, 10000, M(1) / 100), 10000, M(1) / 100, [-3, -1, 0, 1, 3], True),
    ("-log(1+x^2)", lambda x: -mp.log1p(x * x), 0, 1, [-3, -1, 0, 1, 3], True),
    ("-5*(x^2-1)^2", lambda x: -5 * (x * x - 1) ** 2, 0, 1, [-4, -2, -1, 0, 1, 2, 4], False),
    ("-2*((x/1.5)^2-1)^2+0.2*x", lambda x: -2 * ((x / M("1.5")) ** 2 - 1) ** 2 + x / 5, 0, 1, [-6, -3, -1.5, 0, 1.5, 3, 6], False),
    ("-0.5*((x-1e4)/3)^2", lambda x: -((x - 10000) / 3) ** 2 / 2, 10000, 3, [-12, -3, 0, 3, 12], False),
    ("-0.5*((x+3)/1e4)^2 + 1e5", lambda x: M(100000) - ((x + 3) / 10000) ** 2 / 2, -3, 10000, [-12, -3, 0, 3, 12], False),
    ("-abs(x)/1e-4", lambda x: -abs(x) * 10000, 0, M(1) / 10000, [-40, -8, -2, 0, 2, 8, 40], False),
    ("-0.5*x^2 - log(1+exp(-3*x))", lambda x: -x * x / 2 - softplus(-3 * x), 0, 1, [-12, -3, -1, 0, 1, 3, 12], False),
    ("logaddexp(log(0.5)+lognormpdf(x,0,1), log(0.5)+lognormpdf(x,0,0.01))", mix(("0.5", 0, 1), ("0.5", 0, "0.01")), 0, 1, [-12, -3, -.3, -.06, -.02, 0, .02, .06, .3, 3, 12], False),
    ("logaddexp(lognormpdf(x,-3,1), logaddexp(lognormpdf(x,3,1), lognormpdf(x,9,1)))", mix((1, -3, 1), (1, 3, 1), (1, 9, 1)), 3, 1, [-18, -9, -6, -3, 0, 3, 6, 9, 18], False),
    ("x^2-x^4", lambda x: x * x - x ** 4, 0, 1, [-5, -2, -.7, 0, .7, 2, 5], False),
    ("log(x^2)-x^2/2", lambda x: mp.log(x * x) - x * x / 2 if x != 0 else M(-200), 0, 1, [-12, -3, -1.4, 0, 1.4, 3, 12], False),
    ("-abs(x)^0.5", lambda x: -mp.sqrt(abs(x)), 0, 1, [-1000, -100, -10, -1, 0, 1, 10, 100, 1000], True),
    ("-cosh(x)", lambda x: -mp.cosh(x), 0, 1, [-6, -2, 0, 2, 6], False),
    ("x<1 ? -x^2 : -x^2-3", lambda x: -x * x - (3 if x >= 1 else 0), 0, 1, [-12, -3, 0, 1, 3, 12], False),
    ("logistic-regression", lambda x: lnpdf(x, 0, 2) - softplus(-2 * x) - 2 * softplus(-x) - 2 * softplus(x / 2) - softplus(-3 * x), 1, 1, [-20, -3, -1, 0, 1, 3, 20], False),
    ("log-gamma:shape=0.05,rate=1.3", lambda x: x / 20 - M("1.3") * mp.exp(x) + M(1) / 20 * mp.log(M("1.3")) - mp.loggamma(M(1) / 20), -3, 1, [-1500, -300, -50, -10, 0, 2, 5, 10], False),
]


def log_evidence(f, centre, scale, breaks, heavy):
    xs = [centre + scale * M(b) for b in breaks]
    top = max(f(x) for x in xs)
    if heavy:
        xs = [-mp.inf] + xs + [mp.inf]
    total = mp.mpf(0)
    for a, b in zip(xs, xs[1:]):
        total += mp.quad(lambda x: mp.exp(f(x) - top), [a, b], maxdegree=10)
    return mp.log(total) + top


def expectations(f, m, s, breaks_x):
    """E[f], E[z f], E[(z^2-1) f] and two more for the Hessian."""
    zs = sorted({z for z in [(x - m) / s for x in breaks_x] if abs(z) < 14} | {M(b) for b in (-14, -7, -3, 0, 3, 7, 14)})
    c = f(m)
    def g(k):
        he = [lambda z: 1, lambda z: z, lambda z: z * z - 1, lambda z: z * (z * z - 3), lambda z: z ** 4 - 6 * z * z + 3][k]
        return mp.quad(lambda z: mp.npdf(z) * he(z) * (f(m + s * z) - c), zs, maxdegree=8)
    e = [g(k) for k in range(5)]
    e[0] += c
    return e


def refine(f, m, s, breaks_x):
    for _ in range(12):
        e = expectations(f, m, s, breaks_x)
        g = mp.matrix([e[1], e[2] + 1])  # by (m / s, log s)
        h = mp.matrix([[e[2], e[3]], [e[3], 2 * e[2] + e[4]]])
        step = -mp.lu_solve(h, g)
        m, s = m + s * step[0], s * mp.exp(step[1])
        if mp.norm(step) < M(10) ** -16:
            break
    e = expectations(f, m, s, breaks_x)
    h = [[e[2], e[3]], [e[3], 2 * e[2] + e[4]]]
    is_maximum = h[0][0] < 0 and h[0][0] * h[1][1] - h[0][1] ** 2 > 0
    return m, s, e[0] + mp.log(s) + mp.log(2 * mp.pi * mp.e) / 2, is_maximum


def rough_optima(f, centre, scale, breaks):
    """From a grid of starts, by BFGS on a trapezoid rule in units of (centre, scale)."""
    z = np.linspace(-9, 9, 4001)
    w = np.exp(-z * z / 2)
    w /= w.sum()
    table_x = np.sinh(np.linspace(-14, 14, 60001)) * 1e-2
    table = np.array([float(f(centre + scale * M(float(t)))) for t in table_x])

    def negative(u):
        with np.errstate(all="ignore"):
            return -(w @ np.interp(u[0] + np.exp(u[1]) * z, table_x, table) + u[1])

    width = max(abs(b) for b in breaks if abs(b) < 100)
    found = []
    for m in np.linspace(-width, width, 13):
        for ls in np.log([0.01, 0.05, 0.2, 0.6, 1.5, 4, 10, 40]):
            r = minimize(negative, [m, ls], method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-12, "maxiter": 1000})
            if abs(r.x[1]) < 7 and not any(abs(r.x[0] - a) < 1e-2 * np.exp(b) and abs(r.x[1] - b) < 1e-2 for a, b in found):
                found.append(tuple(r.x))
    return found


def main():
    mp.mp.dps = 15
    rough = [rough_optima(f, centre, scale, breaks) for _, f, centre, scale, breaks, _ in CASES]
    mp.mp.dps = 25
    result = []
    for (name, f, centre, scale, breaks, heavy), starts in zip(CASES, rough):
        breaks_x = [centre + scale * M(b) for b in breaks]
        optima = []
        for u, ls in starts:
            m, s, elbo, is_maximum = refine(f, centre + scale * M(u), scale * mp.exp(M(ls)), breaks_x)
            if is_maximum and not any(abs(m - a) < s / 10**6 and abs(s / b - 1) < 1e-6 for a, b, _ in optima):
                optima.append((m, s, elbo))
        log_z = log_evidence(f, centre, scale, breaks, heavy)
        optima.sort(key=lambda o: -o[2])
        digits = lambda v: float(mp.nstr(v, 17))
        result.append({"log_density": name, "named": name.split(":")[0] in NAMED, "log_evidence": digits(log_z),
                       "optima": [{"mean": digits(m), "sd": digits(s), "elbo": digits(e), "kl": digits(log_z - e)} for m, s, e in optima]})
        print(name, mp.nstr(log_z, 12), [(mp.nstr(m, 10), mp.nstr(s, 10), mp.nstr(log_z - e, 10)) for m, s, e in optima], file=sys.stderr)
    json.dump(result, sys.stdout, indent=1)
    print()


main()
