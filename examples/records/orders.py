"""Orders through a wgen program, from Python.

    python3 examples/records/orders.py

Needs nothing but this repository after `npm ci`: rows go to `serve.ts` as JSON
and come back as JSON. The program is untrusted; Python never runs it.
"""
import json
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent


def through(rows, program=HERE / "orders.wgen", **settings):
    """The rows after the program, what was left out, and its figures; RuntimeError for a program that is refused."""
    command = ["npx", "--no-install", "node", str(HERE / "serve.ts"), str(program), json.dumps(settings)]
    done = subprocess.run(command, input=json.dumps(rows), capture_output=True, text=True, cwd=HERE)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())
    return json.loads(done.stdout)


if __name__ == "__main__":
    orders = [
        {"id": "apples", "price": 0.4, "count": 24},
        {"id": "pears", "price": 0.55, "count": 0},
        {"id": "plums", "price": 0.2, "count": 5},
    ]
    answer = through(orders, many=20, discount=0.25)
    for row in answer["rows"]:
        print(f"{row['id']:8} {row['total']:6.2f}  {row['size']}")
    print("left out:", ", ".join(orders[index]["id"] for index in answer["dropped"]))
    print("in all:", answer["summary"])
