# Runs programs in CPython for the golden harness: a JSON list of sources comes
# in, a JSON list of what each printed and raised goes out. One process for all
# cases; each has its own namespace and five seconds.
import io
import json
import signal
import sys
import traceback
from contextlib import redirect_stdout


class TooSlow(BaseException):
    pass


def stop(_signal, _frame):
    raise TooSlow()


def line_of(error):
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == "<case>"]
    return lines[-1] if lines else getattr(error, "lineno", None) or 0


def run(source):
    out = io.StringIO()
    raised = None
    signal.alarm(5)
    try:
        code = compile(source, "<case>", "exec")
        with redirect_stdout(out):
            exec(code, {"__name__": "__main__"})
    except BaseException as error:
        raised = {"name": type(error).__name__, "message": str(error), "line": line_of(error)}
    finally:
        signal.alarm(0)
    return {"output": out.getvalue(), "raised": raised}


signal.signal(signal.SIGALRM, stop)
if __name__ == "__main__":
    real = sys.stdout
    json.dump([run(source) for source in json.load(sys.stdin)], real)
