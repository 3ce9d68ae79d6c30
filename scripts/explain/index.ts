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
}

/** Longer messages are whole log blocks; what matched is shown shortened. */
const SHOWN_LENGTH = 300;
const WINDOW = 4000;
const OVERLAP = 500;
const GUESSES = 3;
/** Below this two texts share little more than common syllables. */
const ALIKE = 0.18;

/** Explains every error in the text; without one that is known, the entries that look most alike. */
export function explain(text: string): Answer {
  const messages = readMessages(maskSecrets(text)).flatMap(windows);
  const found = new Map<string, Explanation>();
  for (const message of messages) {
    for (const entry of knowledge()) {
      const match = found.has(entry.code) ? null : firstMatch(entry, message);
      if (match) found.set(entry.code, filled(entry, match, message));
    }
  }
  if (found.size > 0) return { certain: true, explanations: [...found.values()] };
  return { certain: false, explanations: guesses(messages) };
}

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

function guesses(messages: string[]): Explanation[] {
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
  const matched = message.replace(/\s+/g, ' ');
  return {
    code: entry.code,
    title: entry.title,
    matched: matched.length > SHOWN_LENGTH ? `${matched.slice(0, SHOWN_LENGTH)}…` : matched,
    cause: fill(entry.cause),
    idp: fill(entry.idp),
    salesforce: fill(entry.salesforce),
    check: fill(entry.check),
    confidence: entry.confidence,
    source: entry.source,
  };
}
