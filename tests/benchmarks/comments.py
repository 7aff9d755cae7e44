"""Made-up comments: 5 to 40 words of a 30,000-word vocabulary whose n-th word is said 1/n as often as its first."""

from __future__ import annotations

import numpy as np

_HEADS = (*"bcdđghklmnrstvx", "ch", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr")
_VOWELS = (*"aáàảãạăắâấậeéẹêếệiíìoóôốồộơớờuúùưứừy",)
_TAILS = ("", "n", "m", "t", "c", "ng", "nh", "i")
N_WORDS = 30_000


def vocabulary() -> np.ndarray:
    """Return the words, the commonest first: syllables with and without marks, then order codes."""
    syllables = sorted({head + vowel + tail for head in _HEADS for vowel in _VOWELS for tail in _TAILS})
    chosen = np.random.default_rng(1).permutation(np.array(syllables, dtype=object))
    codes = [f"dh{number}" for number in range(N_WORDS - len(chosen))]
    return np.array([*chosen, *codes], dtype=object)


def comments(n: int, seed: int, missing: float = 0.25) -> np.ndarray:
    """Return ``n`` comments, None for a quarter of them."""
    rng = np.random.default_rng((20260801, seed))
    words = vocabulary()
    shares = np.cumsum(1 / np.arange(1, len(words) + 1))
    lengths = rng.integers(5, 41, n)
    chosen = words[np.searchsorted(shares, rng.random(int(lengths.sum())) * shares[-1])].tolist()
    ends = np.cumsum(lengths).tolist()
    said = np.empty(n, dtype=object)
    start = 0
    for at, end in enumerate(ends):
        said[at] = " ".join(chosen[start:end])
        start = end
    said[rng.random(n) < missing] = None
    return said
