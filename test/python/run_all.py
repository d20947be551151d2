"""All tests of this folder in one process, which reads the library once: what differs, and a line for each file."""

import importlib
import inspect
import pathlib
import sys

import test_text

for path in sorted(pathlib.Path(__file__).parent.glob("test_*.py")):
    test_text.same.failed = 0
    for name, test in list(vars(importlib.import_module(path.stem)).items()):
        if name.startswith("test_") and inspect.isfunction(test):
            test()
    print(f"{path.name} failed: {test_text.same.failed}", flush=True)
