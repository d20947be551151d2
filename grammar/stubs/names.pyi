"""Names for places and people: by syllables, by the letters of real names, and by grammars.

Every function is pure: the same arguments give the same name. Use a hash of
the place as `seed`, as in `names.markov(words, seed=key)`.
"""
from typing import Any, Callable, Iterable, TypeVar, overload
from random import Random

T = TypeVar("T")

def syllables(onsets: list[str], vowels: list[str], codas: list[str], count: int = 2, seed: int = 0) -> str:
    """A name of `count` syllables, each an onset, a vowel and a coda, with a capital. Raises ValueError for an empty list.

    >>> syllables(["k"], ["a"], ["n"], 2)
    'Kankan'
    """
    ...

def markov(words: list[str], order: int = 2, least: int = 4, most: int = 12, seed: int = 0) -> str:
    """A new name whose every letter follows `order` letters as it does in `words`, `least` to `most` letters long where 50 tries find one.

    Raises ValueError without words.

    >>> markov(["anna"], 2, 2, 4)
    'Anna'
    """
    ...
    follow: dict[str, str] = {}

def grammar(rules: dict[str, list[str]], start: str = "name", seed: int = 0) -> str:
    """The text of rule `start`, each `{other}` in it replaced by a text of rule `other`. Raises KeyError for an unknown rule, ValueError for one that does not end.

    >>> grammar({"name": ["{what} of {whom}"], "what": ["Vale"], "whom": ["Ash"]})
    'Vale of Ash'
    """
    ...

def title(text: str) -> str:
    """Capitals for every word but short ones in the middle: `of`, `the`, `and`, `in`, `on`, `at`, `a`.

    >>> title("vale of the ash")
    'Vale of the Ash'
    """
    ...
    out: list[str] = []
