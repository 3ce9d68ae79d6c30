/**
 * Runs regular expressions that may backtrack without end, under a time limit: a pattern of a class or of a custom
 * metadata record must not stop the whole org, which has one thread.
 */
import { createContext, Script } from 'node:vm';
import type { Context } from 'node:vm';
import type { Runtime } from '../runtime/contract.ts';

/** Salesforce counts accesses to the input and gives up at a limit of its own; a second of one match is far beyond it. */
const PATIENCE_MS = 1_000;
/** Texts so short that even doubling the work with every character ends at once. */
const SHORT = 16;
/** A quantified group, or two unbounded quantifiers: without one of them the work grows with the text's square at most. */
const RISKY = /\)[*+{]|(?:[*+]|\{\d+,\}).*(?:[*+]|\{\d+,\})/s;

const script = new Script('regex.exec(text)');
let context: Context | undefined;

/** `regex.exec(text)`. Raises System.LimitException `Regex too complicated`, as the platform does. */
export function execBounded(rt: Runtime, regex: RegExp, text: string): RegExpExecArray | null {
  if (text.length < SHORT || !RISKY.test(regex.source)) return regex.exec(text);
  context ??= createContext(Object.create(null) as Context);
  context['regex'] = regex;
  context['text'] = text;
  try {
    return script.runInContext(context, { timeout: PATIENCE_MS }) as RegExpExecArray | null;
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    return rt.raise('System.LimitException', 'Regex too complicated');
  } finally {
    context['regex'] = undefined;
    context['text'] = '';
  }
}
