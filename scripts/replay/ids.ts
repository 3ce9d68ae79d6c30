/** Which record of the org that is replayed to stands for which of the recorded one. Pure. */

const ID = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/;
const IDS_IN_TEXT = /\b[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?\b/g;

export class IdPairs {
  private readonly pairs = new Map<string, string>();

  /** Learns from two answers to the same request: ids at the same place belong together. */
  learn(recorded: string, now: string): void {
    const pair = [parsed(recorded), parsed(now)];
    if (pair[0] !== undefined && pair[1] !== undefined) this.walk(pair[0], pair[1]);
  }

  /** The text with every recorded id replaced by the one that stands for it now. */
  translate(text: string): string {
    return text.replace(IDS_IN_TEXT, (id) => this.pairs.get(id.slice(0, 15)) ?? id);
  }

  private walk(recorded: unknown, now: unknown): void {
    if (typeof recorded === 'string' && typeof now === 'string') {
      const isPair = ID.test(recorded) && ID.test(now) && recorded.slice(0, 3) === now.slice(0, 3);
      if (isPair && recorded !== now) this.pairs.set(recorded.slice(0, 15), now);
    } else if (Array.isArray(recorded) && Array.isArray(now)) {
      // Lists of another length list other records: what stands beside what then means nothing.
      if (recorded.length === now.length) recorded.forEach((value, index) => this.walk(value, now[index]));
    } else if (isObject(recorded) && isObject(now)) {
      for (const [key, value] of Object.entries(recorded)) this.walk(value, now[key]);
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
