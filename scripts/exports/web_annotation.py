"""Reads the export `web-annotation` as JSON-LD with PyLD, and compares what each position and each
quote covers in its document with the quote:

    web_annotation.py EXPORT QUOTES DOCUMENTS [CONTEXT] [SCHEMAS]

CONTEXT is a copy of http://www.w3.org/ns/anno.jsonld; without it, the few of its terms that are
written. SCHEMAS is a copy of https://github.com/w3c/web-annotation-tests, whose schemas the page
and every annotation must fit."""

import importlib.metadata
import json
import pathlib
import sys
import urllib.parse

import jsonschema
import pyld
import quotes
import referencing

export, expected, documents, *more = sys.argv[1:]
OA, AS = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NAMES = "urn:x-postil:"
iri = {"@type": "@id"}
TERMS = {
    "oa": OA, "as": AS, "id": "@id", "type": "@type", "Annotation": "oa:Annotation",
    "AnnotationPage": "as:OrderedCollectionPage", "SpecificResource": "oa:SpecificResource",
    "items": {"@id": "as:items", "@container": "@list", **iri}, "partOf": {"@id": "as:partOf", **iri},
    "target": {"@id": "oa:hasTarget", **iri}, "body": {"@id": "oa:hasBody", **iri},
    "source": {"@id": "oa:hasSource", **iri}, "selector": {"@id": "oa:hasSelector", **iri},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"}, "tagging": "oa:tagging", "linking": "oa:linking",
    "value": RDF + "value", "exact": "oa:exact", "start": "oa:start", "end": "oa:end",
}
has_context = bool(more) and pathlib.Path(more[0]).exists()
context = json.load(open(more[0]))["@context"] if has_context else TERMS


def load(url, _):
    assert url == "http://www.w3.org/ns/anno.jsonld", url
    return {"document": {"@context": context}, "documentUrl": url, "contextUrl": None, "contentType": "application/ld+json"}


def one(node, term):
    values = node.get(term, [])
    return values[0] if values else {}


with open(export, encoding="utf-8") as file:
    page = json.load(file)
[expanded] = pyld.jsonld.expand(page, {"documentLoader": load})
count = quotes.Sum(f"PyLD {importlib.metadata.version('PyLD')}", quotes.tags(expected))
carried = links = lost = 0
for annotation in expanded[AS + "items"][0]["@list"]:
    assert annotation["@id"].startswith(NAMES) and annotation["@type"] == [OA + "Annotation"]
    json.loads(one(annotation, NAMES + "tag")["@value"])
    carried += 1
    tag = None
    for body in annotation[OA + "hasBody"]:
        purpose = one(body, OA + "hasPurpose")["@id"]
        if purpose == OA + "tagging":
            tag = one(body, RDF + "value")["@value"]
        elif purpose == OA + "linking":
            assert urllib.parse.urlsplit(one(body, OA + "hasSource")["@id"]).scheme
            links += 1
    target = one(annotation, OA + "hasTarget")
    name = urllib.parse.unquote(one(target, OA + "hasSource")["@id"].removeprefix(NAMES + "doc:"))
    text = (pathlib.Path(documents) / name).read_bytes().decode("utf-8")
    selectors = target[OA + "hasSelector"]
    exact = next(one(each, OA + "exact")["@value"] for each in selectors if OA + "exact" in each)
    position = [each for each in selectors if OA + "start" in each]
    if not position:
        lost += 1
        continue
    start, end = (int(one(position[0], OA + term)["@value"]) for term in ("start", "end"))
    assert text[start:end] == exact, (text[start:end], exact)
    count.span(name, tag, text[start:end])

failed = []
if len(more) > 1:
    folder = pathlib.Path(more[1])
    every = {path.name: json.loads(path.read_text()) for path in folder.rglob("*.json") if "tools" not in path.parts}
    resources = []
    for name, schema in every.items():
        schema.pop("id", None)
        if isinstance(schema.get("$schema"), str):
            resource = referencing.Resource.from_contents(schema, referencing.jsonschema.DRAFT4)
            resources += [(name, resource), (f"/definitions/{name}", resource)]
    formats = jsonschema.FormatChecker()
    registry = referencing.Registry().with_resources(resources)

    def fits(pattern, value):
        for path in sorted(folder.glob(pattern)):
            schema = every[path.name]
            if schema.get("assertionType") == "must":
                valid = jsonschema.Draft4Validator(schema, registry=registry, format_checker=formats).is_valid(value)
                if valid != (schema.get("expectedResult") == "valid"):
                    failed.append(path.name)

    fits("collections/pages/*.json", page)
    for item in page["items"]:
        fits("annotations/3*.json", {"@context": page["@context"], **item})
    failed = sorted(set(failed))
    if failed:
        print("  schemas of the W3C that do not fit:", ", ".join(failed))
schemas = f"schemas of the W3C that do not fit: {len(failed)}" if len(more) > 1 else "schemas of the W3C: not given"
count.tell(f"{carried} with all that they say", f"{links} links", f"{lost} lost", schemas)
