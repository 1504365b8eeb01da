// Finds passages again as the client of Hypothesis does for a page of one text:
// https://github.com/hypothesis/client, src/annotator/anchoring/match-quote.ts and
// html.ts. What is here is written anew from how that is described there:
//
// - where the text at the stored position is the quote, that is the place;
// - else candidates are all exact occurrences of the quote, or, where there is none, the
//   closest by edit distance, with at most half its length and 256 errors (the package
//   `approx-string-match`);
// - the best candidate by likeness of quote (weight 50), prefix (20), suffix (20) and
//   nearness to the stored position (2).
//
// The driver's side of the exchange is described in benches/anchoring/peers.rs.

import { createInterface } from "node:readline";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = resolve(process.env.POSTIL_PEERS ?? "target/peers");
const library = join(folder, "node_modules/approx-string-match/build/src/index.js");
const { default: approximately } = await import(pathToFileURL(library).href);

const WEIGHTS = { quote: 50, prefix: 20, suffix: 20, position: 2 };
const MOST_ERRORS = 256;
const LEAST_SCORE = 0.6;

function occurrences(text, words) {
  const found = [];
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    found.push({ start: at, end: at + words.length, errors: 0 });
  }
  return found;
}

function candidates(text, words, mostErrors) {
  const exact = occurrences(text, words);
  return exact.length > 0 ? exact : approximately(text, words, mostErrors);
}

function likeness(text, words) {
  if (words === "" || text === "") return 0;
  return 1 - candidates(text, words, words.length)[0].errors / words.length;
}

function score(text, match, { quote, prefix, suffix }, position) {
  const before = text.slice(Math.max(0, match.start - prefix.length), match.start);
  const after = text.slice(match.end, match.end + suffix.length);
  const parts = {
    quote: 1 - match.errors / quote.length,
    prefix: prefix === "" ? 1 : likeness(before, prefix),
    suffix: suffix === "" ? 1 : likeness(after, suffix),
    position: 1 - Math.abs(match.start - position) / text.length,
  };
  let sum = 0;
  let most = 0;
  for (const [part, weight] of Object.entries(WEIGHTS)) {
    sum += weight * parts[part];
    most += weight;
  }
  return sum / most;
}

// The place in UTF-16 units and its score; none where nothing is like the quote.
function find(text, passage, { start, end }) {
  const { quote } = passage;
  if (text.slice(start, end) === quote) return { start, end, score: 1 };
  let best = null;
  for (const match of candidates(text, quote, Math.min(MOST_ERRORS, quote.length / 2))) {
    const found = { start: match.start, end: match.end, score: score(text, match, passage, start) };
    if (best === null || found.score > best.score) best = found;
  }
  return best;
}

// UTF-16 units of each code point, and the other way round.
function units(text) {
  const ofPoint = [];
  const toPoint = new Uint32Array(text.length + 1);
  let unit = 0;
  for (const letter of text) {
    toPoint.fill(ofPoint.length, unit, unit + letter.length);
    ofPoint.push(unit);
    unit += letter.length;
  }
  toPoint[unit] = ofPoint.length;
  ofPoint.push(unit);
  return { ofPoint, toPoint };
}

for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line);
  const old = units(job.old).ofPoint;
  const { toPoint } = units(job.new);
  const all = [];
  const likely = [];
  for (const passage of job.passages) {
    const stored = { start: old[passage.start], end: old[passage.end] };
    const found = find(job.new, passage, stored);
    const place = found && [toPoint[found.start], toPoint[found.end]];
    all.push(place);
    likely.push(found && found.score >= LEAST_SCORE ? place : null);
  }
  const answer = { "Hypothesis's way": all };
  answer[`Hypothesis's way, score at least ${LEAST_SCORE}`] = likely;
  console.log(JSON.stringify(answer));
}
