# Runs generated programs in CPython: a JSON list of modules comes in, each with
# its source and the calls to make; what each call printed, returned and raised
# goes out. One process for many modules; every call has its own two seconds,
# and what takes longer is said to be too slow.
import io
import json
import resource
import signal
import struct
import sys
import types
import warnings
from contextlib import redirect_stdout

warnings.simplefilter("ignore")


class TooSlow(BaseException):
    pass


def stop(_signal, _frame):
    raise TooSlow()


def bits(x):
    return "7ff8000000000000" if x != x else struct.pack(">d", x).hex()


def note(n, s):
    print("note", n, s)


def measure(x):
    print("measure", bits(x))
    if x > 1e300:
        raise RuntimeError("host function `probe.measure`: too large")
    return x * 0.5 + 1


probe = types.ModuleType("probe")
probe.note = note
probe.measure = measure
sys.modules["probe"] = probe
sys.setrecursionlimit(3000)
resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))


def shown(value):
    if isinstance(value, float):
        return bits(value)
    return str(int(value)) if isinstance(value, int) else str(value)


def attempt(action):
    out = io.StringIO()
    raised, value = None, ""
    signal.setitimer(signal.ITIMER_REAL, 2)
    try:
        with redirect_stdout(out):
            value = shown(action())
    except BaseException as error:
        raised = {"name": type(error).__name__, "message": str(error)}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return {"output": out.getvalue(), "value": value, "raised": raised}


def run(module):
    names = {"__name__": "__main__"}
    code = compile(module["text"], "generated", "exec")
    results = [attempt(lambda: exec(code, names))]
    for call in module["calls"]:
        results.append(attempt(lambda: names[call["name"]](int(call["n"]), float(call["x"]), call["s"])))
    return results


signal.signal(signal.SIGALRM, stop)
try:
    import numpy

    numpy.seterr(all="ignore")
except ImportError:
    pass
if __name__ == "__main__":
    real = sys.stdout
    json.dump([run(module) for module in json.load(sys.stdin)], real)
