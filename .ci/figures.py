#!/usr/bin/env python3
"""figures.py FIGURES.json DOCUMENTS ELEMENTS FILES : the figures of mbz_compare.py in words; exit status 1 below the minimums (percent)."""
import json
import math
import sys

try:
    with open(sys.argv[1]) as source:
        figures = json.load(source)
except OSError:
    print("no figures: the archives could not be compared")
    sys.exit(1)
shares = figures["percentages"]


def down(share):  # never shows more than was reached
    return math.floor(share * 1000) / 1000


print(f"documents {figures['documents_equal']}/{figures['documents']} ({down(shares['documents'])}%), "
      f"elements {down(shares['elements'])}%, files {figures['files_equal']}/{figures['files']} (+{figures['files_extra']})", end="")
minimums = dict(zip(("documents", "elements", "files"), map(float, sys.argv[2:5])))
good = all(shares[kind] >= minimum for kind, minimum in minimums.items())
if minimums["files"] == 100 and figures["files_extra"]:
    good = False
if good and any(down(shares[kind]) > minimum for kind, minimum in minimums.items()):
    print("; conformance.properties can be raised", end="")
print()
sys.exit(0 if good else 1)
