"""How often a comparison with random arguments is repeated."""

import os

LONG = bool(os.environ.get("WGEN_LONG"))


def turns(most):
    """All of them with WGEN_LONG set, else two in five."""
    return most if LONG else max(1, most * 2 // 5)
