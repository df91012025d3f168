#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens a record with other people's readers: axes must have their names.

usage: axes.py MODULE WRITER FILE      MODULE: h5py or xarray; WRITER FILE makes the record.
Exit code 77 (skipped) when the module is not installed."""
import importlib
import subprocess
import sys

name, writer, path = sys.argv[1:]
try:
    module = importlib.import_module(name)
except ImportError:
    sys.exit(77)
subprocess.run([writer, path], check=True)

if name == "h5py":
    with module.File(path, "r") as f:
        p = f["density/exact"]
        names = [d[0].name for d in p.dims]
        assert names == ["/time", "/x"], names
        assert [d[0].name for d in f["particles"].dims] == ["/particle", "/dim"]
        assert p.attrs["units"] == "1/x" and p.attrs["long_name"] == "p(x, t)", dict(p.attrs)
        assert f["provenance"].attrs["seed"] == "1"
        assert list(f["provenance"].attrs["sigmas"]) == [10, 0.1]
        assert p[1, 1] == 0.6
else:
    engines = module.backends.list_engines()
    if not {"h5netcdf", "netcdf4"} & set(engines):
        sys.exit(77)
    with module.open_dataset(path, group="density") as d:
        assert d["exact"].dims == ("time", "x"), d["exact"].dims
        assert d["exact"].attrs["units"] == "1/x"
    with module.open_dataset(path) as d:
        assert list(d["time"].values) == [0, 0.5]
        assert d["particles"].dims == ("particle", "dim"), d["particles"].dims
        assert d["particles"].shape == (1500, 2) and set(d.coords) == {"time", "x"}
        assert d["x"].attrs["long_name"] == "position"
