/** Shows the stages of a long command as they run: redrawn on a terminal, plain lines elsewhere. Writes to standard error only. */
import type { WriteStream } from 'node:tty';

export interface Stages {
  /** Runs `work` as the stage `title`; `note` changes the text behind it while it runs. Rethrows after marking it failed. */
  run<T>(title: string, work: (note: (text: string) => void) => Promise<T> | T): Promise<T>;
}

/** A reporter that says nothing, for `--json`. */
export const silentStages: Stages = { run: async (_title, work) => work(() => undefined) };

/** Stage lines on `stream`: `✔ Deploy the package  41 components, 1.2 s`. */
export function createStages(stream: WriteStream | NodeJS.WriteStream = process.stderr): Stages {
  const live = stream.isTTY === true && !process.env['CI'];
  return {
    async run(title, work) {
      const started = performance.now();
      let text = '';
      const draw = (mark: string, end: string): void => {
        if (live) stream.write(`\r\u001b[K${mark} ${title}${text && `  ${text}`}${end}`);
        else if (end) stream.write(`${mark} ${title}${text && `  ${text}`}${end}`);
      };
      const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;
      draw('◯', '');
      try {
        const result = await work((note) => {
          text = note;
          draw('◯', '');
        });
        text = text ? `${text}, ${seconds()}` : seconds();
        draw('✔', '\n');
        return result;
      } catch (error) {
        text = `failed after ${seconds()}`;
        draw('✘', '\n');
        throw error;
      }
    },
  };
}
