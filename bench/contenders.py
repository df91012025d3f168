# SPDX-License-Identifier: GPL-3.0-or-later
"""Contenders: the same tasks by the libraries of Python, each written as its users would write it
when they care: in place, no allocation in the loop, one thread.

Equations, as in bench/peers.c: 0 is f = -x, s = 1; 1 is f = x - x^3, s = 0.7; 2 is the score of
eight Gaussians of different weight and variance, s = sqrt(2), with the shift by the largest
exponent without which it is 0/0 far out."""

import math

SCALE = [1.0, 0.7, math.sqrt(2)]
MEAN = [k - 3.5 for k in range(8)]
VARIANCE = [0.25 + 0.0625 * (k % 4) for k in range(8)]
HEIGHT = [math.log((1 + k % 3) / 15) - 0.5 * math.log(VARIANCE[k]) for k in range(8)]
CURVE = [-0.5 / v for v in VARIANCE]
PULL = [1 / v for v in VARIANCE]


def look(name):
    """(module, None), or (None, why)."""
    try:
        return __import__(name), None
    except ImportError:
        return None, f'{name}: not here'


class Numpy:
    """PCG64, every operation with out=; chunk: particles that stay in the cache together."""

    def __init__(self, numpy, chunk):
        self.np, self.chunk = numpy, chunk
        self.rng = numpy.random.Generator(numpy.random.PCG64(1))
        self.f, self.z, self.top, self.sum = (numpy.empty(chunk) for _ in range(4))
        self.d, self.w = (numpy.empty((8, chunk)) for _ in range(2))
        self.mean, self.height, self.curve, self.pull = (
            numpy.array(column)[:, None] for column in [MEAN, HEIGHT, CURVE, PULL])

    def normals(self, out):
        self.rng.standard_normal(out=out)

    def histogram(self, x, bins):
        return self.np.histogram(x, bins=bins, range=(-4.0, 4.0))[0]

    def double_well(self, x, dt):
        np, f = self.np, self.f
        np.multiply(x, x, out=f)
        np.subtract(1.0, f, out=f)
        np.multiply(f, x, out=f)
        np.multiply(f, dt, out=f)

    def mixture(self, x, dt):
        np, f, d, w, top, total = self.np, self.f, self.d, self.w, self.top, self.sum
        np.subtract(self.mean, x, out=d)
        np.multiply(d, d, out=w)
        np.multiply(w, self.curve, out=w)
        np.add(w, self.height, out=w)
        np.max(w, axis=0, out=top)
        np.subtract(w, top, out=w)
        np.exp(w, out=w)
        np.sum(w, axis=0, out=total)
        np.multiply(w, d, out=w)
        np.multiply(w, self.pull, out=w)
        np.sum(w, axis=0, out=f)
        np.divide(f, total, out=f)
        np.multiply(f, dt, out=f)

    def steps(self, equation, x, dt, steps):
        np, scale = self.np, SCALE[equation] * math.sqrt(dt)
        for begin in range(0, len(x), self.chunk):
            part = x[begin:begin + self.chunk]
            for _ in range(steps):
                self.rng.standard_normal(out=self.z)
                np.multiply(self.z, scale, out=self.z)
                if equation == 0:
                    np.multiply(part, 1 - dt, out=part)
                else:
                    (self.double_well, self.mixture)[equation - 1](part, dt)
                    np.add(part, self.f, out=part)
                np.add(part, self.z, out=part)


class PlainNumpy(Numpy):
    """The mixture as one writes it down, with an array for every operation."""

    def mixture(self, x, dt):
        np = self.np
        d = np.array(MEAN) - x[:, None]
        e = np.array(HEIGHT) + np.array(CURVE) * d * d
        w = np.exp(e - e.max(axis=1, keepdims=True))
        self.f = dt * (w * d * np.array(PULL)).sum(axis=1) / w.sum(axis=1)


class Torch:
    """f64, in place, one thread."""

    def __init__(self, torch, chunk):
        self.torch, self.chunk = torch, chunk
        torch.set_num_threads(1)
        torch.manual_seed(1)
        double = torch.float64
        self.f, self.z = (torch.empty(chunk, dtype=double) for _ in range(2))
        self.d, self.w, self.soft = (torch.empty((8, chunk), dtype=double) for _ in range(3))
        self.mean, self.height, self.curve, self.pull = (
            torch.tensor(column, dtype=double)[:, None] for column in [MEAN, HEIGHT, CURVE, PULL])

    def normals(self, out):
        self.torch.from_numpy(out).normal_()

    def histogram(self, x, bins):
        return self.torch.histc(self.torch.from_numpy(x), bins, -4.0, 4.0)

    def double_well(self, x, dt):
        self.torch.mul(x, x, out=self.f)
        self.f.neg_().add_(1.0).mul_(x).mul_(dt)

    def mixture(self, x, dt):
        torch, d, w = self.torch, self.d, self.w
        torch.sub(self.mean, x, out=d)
        torch.mul(d, d, out=w)
        w.mul_(self.curve).add_(self.height)
        torch.softmax(w, 0, out=self.soft)
        d.mul_(self.soft).mul_(self.pull)
        torch.sum(d, 0, out=self.f)
        self.f.mul_(dt)

    def steps(self, equation, x, dt, steps):
        scale = SCALE[equation] * math.sqrt(dt)
        whole = self.torch.from_numpy(x)
        for begin in range(0, len(x), self.chunk):
            part = whole[begin:begin + self.chunk]
            for _ in range(steps):
                self.z.normal_()
                if equation == 0:
                    part.mul_(1 - dt)
                else:
                    (self.double_well, self.mixture)[equation - 1](part, dt)
                    part.add_(self.f)
                part.add_(self.z, alpha=scale)


class PlainTorch(Torch):
    """The mixture as one writes it down, with a tensor for every operation."""

    def mixture(self, x, dt):
        mean, height, curve, pull = (c[:, 0] for c in [self.mean, self.height, self.curve,
                                                       self.pull])
        d = mean - x[:, None]
        w = self.torch.softmax(height + curve * d * d, dim=1)
        self.f = dt * (w * d * pull).sum(dim=1)


class Numba:
    """Scalar loops compiled with fastmath; numba's own generator (Mersenne twister)."""

    def __init__(self, numba, numpy):
        jit = numba.njit(fastmath=True)
        exp, normal = math.exp, numpy.random.standard_normal

        @jit
        def seed(value):
            numpy.random.seed(value)

        @jit
        def normals(out):
            for i in range(out.size):
                out[i] = normal()

        mean, height, curve, pull = (numpy.array(c) for c in [MEAN, HEIGHT, CURVE, PULL])

        @jit
        def score(x):
            top = -math.inf
            for k in range(8):
                d = mean[k] - x
                top = max(top, height[k] + curve[k] * (d * d))
            total = force = 0.0
            for k in range(8):
                d = mean[k] - x
                w = exp(height[k] + curve[k] * (d * d) - top)
                total += w
                force += w * (d * pull[k])
            return force / total

        @jit
        def ou(x, dt, scale, steps):
            for i in range(x.size):
                y = x[i]
                for _ in range(steps):
                    y += -y * dt + scale * normal()
                x[i] = y

        @jit
        def double_well(x, dt, scale, steps):
            for i in range(x.size):
                y = x[i]
                for _ in range(steps):
                    y += (y - y * y * y) * dt + scale * normal()
                x[i] = y

        @jit
        def mixture(x, dt, scale, steps):
            for i in range(x.size):
                y = x[i]
                for _ in range(steps):
                    y += score(y) * dt + scale * normal()
                x[i] = y

        @jit
        def count(x, bins):
            found, scale = numpy.zeros(bins, numpy.int64), bins / 8.0
            for i in range(x.size):
                if -4.0 <= x[i] < 4.0:
                    found[min(int((x[i] + 4.0) * scale), bins - 1)] += 1
            return found

        seed(1)
        self.normals, self.histogram = normals, count
        self.loops = [ou, double_well, mixture]

    def steps(self, equation, x, dt, steps):
        self.loops[equation](x, dt, SCALE[equation] * math.sqrt(dt), steps)
