"""Reads the export `claim-review` with extruct, as a page would have it, and with PyLD as JSON-LD, and
compares each claim with the quotes:

    claim_review.py EXPORT QUOTES

What has no verdict is not in it, and is not told as dropped."""

import importlib.metadata
import json
import pathlib
import sys

import extruct
import pyld
import quotes

export, expected = sys.argv[1:3]
words = pathlib.Path(export).read_text(encoding="utf-8")
# As a page has to write it, so that no word ends the script.
inside = words.replace("<", "\\u003c")
page = f'<html><head><script type="application/ld+json">{inside}</script></head></html>'
[found] = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
assert found == json.loads(words)
vocabulary = {"@context": {"@vocab": "https://schema.org/"}}
load = lambda url, _: {"document": vocabulary, "documentUrl": url, "contextUrl": None, "contentType": "application/ld+json"}
expanded = pyld.jsonld.expand(found, {"documentLoader": load})
texts = [
    claim["@value"]
    for node in expanded[0].get("@graph", expanded) if "https://schema.org/ClaimReview" in node["@type"]
    for claim in node["https://schema.org/claimReviewed"]
] if expanded else []
known = {quote for all in quotes.tags(expected).values() for *_, quote in all}
reviews = [one for one in found["@graph"] if one["@type"] == "ClaimReview"]
assert sorted(texts) == sorted(one["claimReviewed"] for one in reviews), "both read the same"
right = 0
for review in reviews:
    claim = review["itemReviewed"]
    assert claim["@type"] == "Claim" and claim["text"] == review["claimReviewed"]
    assert review["reviewRating"]["alternateName"]
    right += review["claimReviewed"] in known
extruct_is, pyld_is = map(importlib.metadata.version, ("extruct", "PyLD"))
print(f"extruct {extruct_is}, PyLD {pyld_is}: {len(reviews)} reviews read, {right} right")
sys.exit(0 if right == len(reviews) else 1)
