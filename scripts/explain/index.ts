/** From an error's text to what it means: cause, fix on both sides, and how to check. Pure; needs no org and no network. */
import { knowledge, type Confidence, type Entry } from './knowledge.ts';
import { maskSecrets } from './mask.ts';
import { readMessages } from './read.ts';
import { similarity } from './similar.ts';

export interface Explanation {
  code: string;
  title: string;
  /** The message that was recognized, with secrets masked. */
  matched: string;
  cause: string;
  idp: string;
  salesforce: string;
  check: string;
  confidence: Confidence;
  source: string;
}

export interface Answer {
  /** False when nothing was recognized and `explanations` are guesses. */
  certain: boolean;
  /** The most telling first. */
  explanations: Explanation[];
  /** Errors of the text, beside those explained, that nobody has described; secrets masked. */
  unrecognized: string[];
}

/** Longer messages are whole log blocks; what matched is shown shortened. */
const SHOWN_LENGTH = 300;
const WINDOW = 4000;
const OVERLAP = 500;
const GUESSES = 3;
const MOST_COMPARED = 20;
const COMPARED_LENGTH = 1000;
/** Below this two texts share little more than common syllables. */
const ALIKE = 0.18;

/** Explains every error in the text; without one that is known, the entries that look most alike. */
export function explain(text: string): Answer {
  const messages = readMessages(maskSecrets(text));
  const found = new Map<string, Explanation>();
  const unrecognized: string[] = [];
  for (const message of messages) {
    const pieces = windows(message.text);
    const isKnown = pieces.map((piece) => look(piece, found)).includes(true);
    if (message.isError && !isKnown && !pieces.some((piece) => isDescribed(piece, found))) {
      unrecognized.push(message.text);
    }
  }
  if (found.size === 0)
    return { certain: false, explanations: guesses(messages.map((one) => one.text)), unrecognized: [] };
  // A piece of what was explained as a whole is not another error.
  const explained = [...found.values()].map(({ matched }) => matched);
  const others = unrecognized.filter((one) => TELLING.test(one) && !explained.some((matched) => matched.includes(one)));
  return {
    certain: true,
    explanations: [...found.values()],
    unrecognized: others.slice(0, MOST_UNRECOGNIZED).map(shown),
  };
}

/** Adds what a message says to what was found; whether that is anything new. */
function look(message: string, found: Map<string, Explanation>): boolean {
  const before = found.size;
  for (const entry of knowledge()) {
    const match = found.has(entry.code) ? null : firstMatch(entry, message);
    if (match) found.set(entry.code, filled(entry, match, message));
  }
  return found.size > before;
}

/** One of the entries found already describes the message too. */
const isDescribed = (message: string, found: Map<string, Explanation>): boolean =>
  knowledge().some((entry) => found.has(entry.code) && firstMatch(entry, message) !== null);

const MOST_UNRECOGNIZED = 5;
/** Looks like the name of an error, or says that something went wrong; other text in speaking places is chatter. */
const TELLING = /[A-Z]{3,}_[A-Z_]{3,}|\b(?:error|fail|refus|invalid|denied|cannot|can't|not allowed|exception)/i;

function firstMatch(entry: Entry, message: string): RegExpExecArray | null {
  for (const pattern of entry.matches) {
    const match = pattern.exec(message);
    if (match) return match;
  }
  return null;
}

/** Pieces of a very long line that overlap, so that no pattern has to search through all of it at once. */
function windows(message: string): string[] {
  const pieces = Math.max(1, Math.ceil((message.length - OVERLAP) / (WINDOW - OVERLAP)));
  return Array.from({ length: pieces }, (_unused, at) => {
    const start = at * (WINDOW - OVERLAP);
    return message.slice(start, start + WINDOW);
  });
}

function guesses(given: string[]): Explanation[] {
  // Looking alike is told by the first words; whole log blocks look like everything.
  const messages = given.slice(0, MOST_COMPARED).map((message) => message.slice(0, COMPARED_LENGTH));
  const scored = knowledge().map((entry) => {
    const words = `${entry.title} ${entry.cause} ${entry.says ?? ''}`;
    const score = Math.max(0, ...messages.map((message) => similarity(message, words)));
    return { entry, score };
  });
  return scored
    .filter(({ score }) => score >= ALIKE)
    .toSorted((left, right) => right.score - left.score)
    .slice(0, GUESSES)
    .map(({ entry }) => filled(entry, null, messages[0] ?? ''));
}

function filled(entry: Entry, match: RegExpExecArray | null, message: string): Explanation {
  const fill = (text: string): string =>
    text.replace(/\{(\d)\}/g, (_whole, group: string) => match?.[Number(group)]?.trim() || '…');
  return {
    code: entry.code,
    title: entry.title,
    matched: shown(message),
    cause: fill(entry.cause),
    idp: fill(entry.idp),
    salesforce: fill(entry.salesforce),
    check: fill(entry.check),
    confidence: entry.confidence,
    source: entry.source,
  };
}

function shown(message: string): string {
  const line = message.replace(/\s+/g, ' ');
  return line.length > SHOWN_LENGTH ? `${line.slice(0, SHOWN_LENGTH)}…` : line;
}
