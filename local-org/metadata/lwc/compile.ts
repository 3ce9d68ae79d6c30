/** Compiles the files of a Lightning web component with Salesforce's own compiler, to find what a deploy refuses. */
import { createRequire } from 'node:module';
import type { transformSync as TransformSync } from '@lwc/compiler';

export interface LwcProblem {
  /** Base name inside the bundle. */
  file: string;
  /** `LWC1060: …` without place. */
  text: string;
  line: number;
  column: number;
}

let transform: typeof TransformSync | undefined;

/** Loaded on first use: the compiler takes longer to start than most deploys to run. */
function compiler(): typeof TransformSync {
  transform ??= (createRequire(import.meta.url)('@lwc/compiler') as { transformSync: typeof TransformSync })
    .transformSync;
  return transform;
}

interface CompilerError {
  message: string;
  location?: { line?: number; column?: number };
}

/** First line of the compiler's message without the file name that it repeats. */
function plain(message: string, fileName: string): string {
  const [first = ''] = message.split('\n');
  return first
    .replaceAll(`${fileName}: `, '')
    .replace(new RegExp(`${fileName.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}:\\d+:\\d+: `), '')
    .replace(/^(Syntax|CssSyntax)Error: /, '')
    .replace(/ \(\d+:\d+\)$/, '')
    .trim();
}

/**
 * Compiles one file of the bundle `c/name`, as orgs do: dynamic components and `lwc:on` are allowed there (LWC guide,
 * "Dynamically Instantiate Components" and "Attach Event Listeners With lwc:on").
 * @param file base name, e.g. `rollcallConsole.html`.
 * @param apiVersion that the bundle states: until 58, broken HTML is mended in silence (LWC guide, "LWC API Versioning").
 * @returns the file's first error (the compiler stops there), or nothing.
 */
export function compileFile(name: string, file: string, source: string, apiVersion?: number): LwcProblem | undefined {
  // Absolute, or Babel would put the working directory before it in its messages.
  const fileName = `/modules/c/${name}/${file}`;
  try {
    compiler()(source, fileName, {
      name,
      namespace: 'c',
      enableDynamicComponents: true,
      enableLwcOn: true,
      ...(apiVersion === undefined ? {} : { apiVersion }),
    });
    return undefined;
  } catch (error) {
    const { message, location } = error as CompilerError;
    // Babel counts columns from 0, the template and style compilers from 1.
    const shift = file.endsWith('.js') ? 1 : 0;
    return {
      file,
      text: plain(message, fileName),
      line: location?.line ?? 1,
      column: Math.max(1, (location?.column ?? 0) + shift),
    };
  }
}
