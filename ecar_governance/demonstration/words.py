"""Passphrases for a demo: a few plain words, made anew each time."""

from __future__ import annotations

import secrets
from typing import Final

_WORDS: Final = """
    alma armud badam bulaq bulud buta ceviz dalga deniz duman fidan gilas gunes heyva incir kaman karvan kitab
    kosa laden limon lale meyve misal narinc nergiz oyun payiz qanad qartal qaya qelem reyhan saz sehra selam
    simal sumax tarla turunc ulduz umman xeyal xurma yarpaq yasemen yovsan zefer zemi zeytun
"""

WORDS: Final = tuple(_WORDS.split())
"""Azerbaijani words in plain letters, so that they can be typed on any keyboard."""


def passphrase() -> str:
    """Five words. Enough for people who were shown them on the machine that made them, and for nobody else:
    28 bits guard no real conference."""
    return "-".join(secrets.choice(WORDS) for _ in range(5))
