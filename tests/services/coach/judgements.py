"""Seventy of the real needs (drawn with seed 3), each read: what its text states.

First part of the need's id -> letters: b problem, p present state or what there is to start from, i an indicator with
a number and a unit, g goal, t time, f funds.
"""

from __future__ import annotations

CODES = {"b": "problem", "p": "present", "i": "indicators", "g": "goal", "t": "time", "f": "funds"}
_READ = """
d321d4c9 bpg   e275c8a6 big   02318884 bpg   beefc767 bpg   80c49e90 bpigtf
9c010cad bpig  bf8a435a bpgf  db1009c2 bpg   c2947ea6 bpig  bac8b014 bpig
3cf1558c bpg   1fb43600 bpg   ab3d0e11 bpigtf 85611e33 bg   8f828a7f bp
3e2268d0 b     c1562636 -     15ddf6de bpg   762deb60 bpg   95730aa7 bpg
f9619c22 bpig  442d186e bg    8d745de9 big   6525e5f3 bg    f744dc0a big
2dddc513 bpg   62a2f552 bpg   31f2429f bpigf b6f5bf46 bpg   ffbbd6b7 bpg
41d3a7e4 bpg   ae7b0fe9 bpg   38e0274c bpg   bcc15163 bpig  2217f0d4 bp
76f72b68 bpg   46d1677c bpg   30c1ea8e bpg   29761514 bpig  1ad83f01 bpig
dc89443b bpg   61dfc02d bg    187de3d1 bp    0fa4f5cd bg    3c3fd212 bpg
47a9e3ff bpig  2f20659e bpg   203c0818 bpig  42a03c7b bpg   ddefbac5 bpg
4924af5e bpig  84dab7ab big   5808b9ca bpg   42de35d8 bpg   d499d69b bpg
e3640c2f bg    fe846969 bpg   caf9831b bpgtf 549509b0 big   3bb61be2 bpg
4d1e10d6 bpg   2d8cbf2b bpg   3473b53a bpgf  ba0b3948 bpg   3777aa73 bpg
68492bf3 bg    ad71ccb1 bpg   6a08290e bpg   4fd04ac6 bpgf  3ce99f8c bg
"""
# Thirty-six others (drawn with seed 11), read after the rules were made and before they were tried on them.
_READ_LATER = """
fd0d9231 bpg   f907a403 bpig  42e76e88 bpg   58760cbd -     be3447f5 bpg   602fee9f bpg
87ddd283 bpg   551735f7 bg    d8853993 bpg   94ee6a37 bpg   a546347c bpg   7ec8741c bpg
07f2949c bg    9be8c4c6 bpgt  677dda4f bpgf  8cffa50f bpg   0f35737f big   b827a8e8 b
aa523e81 bpg   b54f25d7 bg    b1f95883 bgf   33d1d948 bpigf b0bf1aa8 bpig  8a1aa4df bpig
ae90b3ac bpg   1d89def1 bpig  6a3d1c85 big   7dc91f2b bpigf 684bb139 bpg   dbe9178e bp
f575a5d9 bpg   f53c5ffb bg    4e7b3fe7 bpg   c1b9c505 bpg   fdd417d7 bp    687b66e4 bpg
"""


def _judged(read: str) -> dict[str, frozenset[str]]:
    words = read.split()
    return {
        ref: frozenset(CODES[letter] for letter in letters if letter != "-")
        for ref, letters in zip(words[::2], words[1::2], strict=True)
    }


STATED = _judged(_READ)
STATED_LATER = _judged(_READ_LATER)
# All 281 were looked at for these.
OFFERED = frozenset({"d7668309"})  # a technology for sale
DESCRIBED = frozenset({"81d16178", "f40cfae2", "2217f0d4"})  # nothing is wanted
MONEY_WANTED = frozenset({"d7668309", "ae7b0fe9"})
