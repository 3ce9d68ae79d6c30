/** The debug log, in the platform's line format. */

/** The platform cuts debug logs at 20 MB; this keeps a runaway test from filling the memory much earlier. */
const MAX_LENGTH = 5_000_000;

export class DebugLog {
  private lines: string[] = [];
  private length = 0;
  private readonly started = performance.now();
  private readonly clock: () => Date;

  constructor(clock: () => Date) {
    this.clock = clock;
  }

  /** `16:23:12.0 (1234567)|USER_DEBUG|[3]|DEBUG|text`. */
  debug(level: string, line: number, text: string): void {
    this.add(`USER_DEBUG|[${line}]|${level}|${text}`);
  }

  add(event: string): void {
    if (this.length > MAX_LENGTH) return;
    const now = this.clock();
    const time = now.toISOString().slice(11, 19);
    const entry = `${time}.${now.getUTCMilliseconds()} (${Math.round((performance.now() - this.started) * 1e6)})|${event}`;
    this.lines.push(entry);
    this.length += entry.length;
    if (this.length > MAX_LENGTH) this.lines.push('*********** MAXIMUM DEBUG LOG SIZE REACHED ***********');
  }

  /** A line without time and event, such as the header. */
  note(text: string): void {
    this.lines.push(text);
  }

  /** Everything since the last call. */
  take(): string {
    const text = this.lines.join('\n');
    this.lines = [];
    this.length = 0;
    return text;
  }
}
