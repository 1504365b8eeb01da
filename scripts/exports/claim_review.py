"""Reads the export `claim-review` with extruct, as a page would have it, and compares each claim with
the quotes:

    claim_review.py EXPORT QUOTES

What has no verdict is not in it, and is not told as dropped."""

import importlib.metadata
import json
import pathlib
import sys

import extruct
import quotes

export, expected = sys.argv[1:3]
words = pathlib.Path(export).read_text(encoding="utf-8")
# As a page has to write it, so that no word ends the script.
inside = words.replace("<", "\\u003c")
page = f'<html><head><script type="application/ld+json">{inside}</script></head></html>'
[found] = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
assert found == json.loads(words)
known = {quote for all in quotes.tags(expected).values() for *_, quote in all}
reviews = [one for one in found["@graph"] if one["@type"] == "ClaimReview"]
right = 0
for review in reviews:
    claim = review["itemReviewed"]
    assert claim["@type"] == "Claim" and claim["text"] == review["claimReviewed"]
    assert review["reviewRating"]["alternateName"]
    right += review["claimReviewed"] in known
print(f"extruct {importlib.metadata.version('extruct')}: {len(reviews)} reviews read, {right} right")
sys.exit(0 if right == len(reviews) else 1)
