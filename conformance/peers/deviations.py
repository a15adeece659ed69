"""Which known deviations of a peer a run found; exit code 1 when one is missing.

Usage: deviations.py TABLE PEER RESULTS

A row of the table has the peer, a pattern for ids of cases, a regular expression for what they
found, and the deviation in words. It is found when one of the cases fails, or notes, just that.
"""

import fnmatch
import json
import re
import sys

table, peer, results = sys.argv[1:]
with open(results) as file:
    cases = json.load(file)["cases"]


def said(case):
    failure = case.get("failure") or {}
    parts = [failure.get("what"), failure.get("actual"), case.get("reason"), *case.get("notes", [])]
    return " ".join(str(part) for part in parts if part)


missing = 0
with open(table) as file:
    for row in file:
        if row.startswith("#") or not row.strip():
            continue
        whose, ids, found, words = row.rstrip("\n").split("\t")
        if whose != peer:
            continue
        hits = [
            case["id"]
            for case in cases
            if case["verdict"] in ("fail", "pass-noted")
            and fnmatch.fnmatchcase(case["id"], ids)
            and re.search(found, said(case))
        ]
        missing += not hits
        by = f"{hits[0]}, {len(hits)} in all" if hits else "NOT FOUND"
        print(f"{words}: {by}")
sys.exit(missing > 0)
