# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the samplers of diffusers and k-diffusion with the exact heads of a Gaussian mixture, in
double precision, at given start points. Used by peers.py.

diffusers forms its tables in float32. With `wide` its own code sees a torch and a numpy whose
float32 is float64, so that what is compared is the method and not the table."""

import contextlib
import importlib
import pathlib
import re
import sys
import types
import unittest.mock
import warnings

import numpy as np

PEERS = pathlib.Path(__file__).resolve().parents[2] / 'build-peers'


class Wide:
    """A module with float64 where it says float32."""

    def __init__(self, module):
        self.module = module

    def __getattr__(self, name):
        return getattr(self.module, 'float64' if name == 'float32' else name)


class Mixture:
    """E[x0 | x] at a level (alpha, sigma), and what follows from it."""

    def __init__(self, mixture):
        self.weights, self.means, self.variances = (np.array(m, dtype=float) for m in mixture)

    def x0(self, x, alpha, sigma):
        variance = alpha ** 2 * self.variances + sigma ** 2
        off = x[:, None] - alpha * self.means
        share = np.log(self.weights / np.sqrt(variance)) - off ** 2 / (2 * variance)
        share = np.exp(share - share.max(1, keepdims=True))
        share /= share.sum(1, keepdims=True)
        return (share * (self.means + self.variances * alpha / variance * off)).sum(1)

    def eps(self, x, alpha, sigma):
        return (x - alpha * self.x0(x, alpha, sigma)) / sigma

    def flow(self, x, alpha, sigma):
        return self.eps(x, alpha, sigma) - self.x0(x, alpha, sigma)


def preserving(ratio):
    """(alpha, sigma) of sigma/alpha where alpha^2 + sigma^2 = 1."""
    alpha = 1 / np.sqrt(1 + ratio ** 2)
    return alpha, ratio * alpha


def on(path):
    """path/lib/.../site-packages on sys.path, if it is there."""
    for folder in path.glob('lib/python*/site-packages'):
        sys.path.append(str(folder))


def load():
    """(torch, diffusers or None, k_diffusion.sampling or None)."""
    on(PEERS)
    try:
        torch = importlib.import_module('torch')
    except ImportError:
        return None, None, None
    try:
        diffusers = importlib.import_module('diffusers')
        diffusers.utils.logging.set_verbosity_error()
    except ImportError:
        diffusers = None
    return torch, diffusers, k_sampling()


def k_sampling():
    """k_diffusion.sampling without the rest of that package, which wants image libraries."""
    for folder in map(pathlib.Path, sys.path):
        if (folder / 'k_diffusion' / 'sampling.py').exists():
            package = types.ModuleType('k_diffusion')
            package.__path__ = [str(folder / 'k_diffusion')]
            absent = {name: unittest.mock.MagicMock() for name in
                      ('torchvision', 'torchvision.transforms', 'PIL')
                      if importlib.util.find_spec(name.split('.')[0]) is None}
            with unittest.mock.patch.dict(sys.modules, absent):
                sys.modules['k_diffusion'] = package
                try:
                    return importlib.import_module('k_diffusion.sampling')
                except ImportError:
                    return None
    return None


class Diffusers:
    """One scheduler of diffusers on the mixture; its noises are `noise`, never drawn."""

    def __init__(self, torch, mixture, name, steps, wide=True, **options):
        stem = re.sub('(?<=[a-z])(?=[A-Z])', '_', name.replace('DPMSolver', 'Dpmsolver')
                      .replace('UniPC', 'Unipc').replace('LMS', 'Lms')).lower()
        self.torch, self.mixture, self.name, self.noise = torch, mixture, name, 0
        self.module = importlib.import_module('diffusers.schedulers.scheduling_' + stem)
        self.wide = wide
        with self.arithmetic():
            self.scheduler = getattr(self.module, name + 'Scheduler')(**options)
            self.scheduler.set_timesteps(steps)
        self.flow = name.startswith('FlowMatch')
        self.exploding = name.startswith(('Euler', 'Heun', 'LMS'))

    @contextlib.contextmanager
    def arithmetic(self):
        stands = {'randn_tensor': lambda shape, **_: self.noise * self.torch.ones(shape)}
        if self.wide:
            stands.update(torch=Wide(self.torch), np=Wide(np))
        with contextlib.ExitStack() as stack, warnings.catch_warnings():
            warnings.simplefilter('ignore')
            default = self.torch.get_default_dtype()
            stack.callback(self.torch.set_default_dtype, default)
            self.torch.set_default_dtype(getattr(self.torch, 'float64' if self.wide else 'float32'))
            for name, stand in stands.items():
                if hasattr(self.module, name):
                    stack.enter_context(unittest.mock.patch.object(self.module, name, stand))
            yield

    def level(self, step, label, ask):
        """Where the network is asked: the level of the step, or the one of its label."""
        if self.flow or (hasattr(self.scheduler, 'sigmas') and ask == 'step'):
            index = self.scheduler.step_index
            ratio = float(self.scheduler.sigmas[step if index is None else index])
            return (1 - ratio, ratio) if self.flow else preserving(ratio)
        abar = np.asarray(self.scheduler.alphas_cumprod, dtype=float)
        ratio = np.sqrt((1 - abar) / abar)
        # between training times linear in log(sigma/alpha)
        return preserving(np.exp(np.interp(float(label), np.arange(len(abar)), np.log(ratio))))

    def run(self, start, ask='step', **words):
        """End points of the starts x; a scheduler that works in x/alpha is given that."""
        scale = np.sqrt(1 + float(self.scheduler.sigmas[0]) ** 2) if self.exploding else 1
        x = self.torch.from_numpy(start * scale).reshape(-1, 1, 1)  # as they like it
        head = self.mixture.flow if self.flow else self.mixture.eps
        with self.arithmetic():
            for step, t in enumerate(self.scheduler.timesteps):
                given = x if self.flow else self.scheduler.scale_model_input(x, t)
                out = head(given.numpy().ravel(), *self.level(step, t, ask))
                out = self.torch.from_numpy(out).reshape(-1, 1, 1)
                x = self.scheduler.step(out, t, x, **words).prev_sample
        return x.numpy().ravel()

    def noises(self, **words):
        """Standard deviation of the noise of each step: what it makes of zeros and a noise 1."""
        zero, self.noise = self.torch.zeros(1, 1, 1, dtype=self.torch.float64), 1
        with self.arithmetic():
            return np.array([float(self.scheduler.step(zero, t, zero, **words).prev_sample)
                             for t in self.scheduler.timesteps])


def k_run(torch, function, mixture, start, sigmas, **options):
    """End points of a function of k-diffusion at alpha 1."""
    def denoised(x, sigma, **_):
        return torch.from_numpy(mixture.x0(x.numpy(), 1.0, float(sigma[0])))
    return function(denoised, torch.from_numpy(start), torch.from_numpy(sigmas), disable=True,
                    **options).numpy()
