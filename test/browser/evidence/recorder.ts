/**
 * Notes what a browser test really presses and what the org answers to it, so that the end of a whole run can tell which
 * button nobody pressed and which call was never refused (report.ts).
 */
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Response } from 'playwright-core';
import { OPERATED, WINDOWS, type Operated } from './elements.ts';

/** What became of a call: answered, refused for want of a permission set, or after the session had ended. */
export type Answer = 'answered' | 'no permission' | 'no session';

export type Evidence = ({ press: Operated } | { call: string; answer: Answer }) & { test: string };

/** The file below the folder of the run; one JSON object a line. */
export const EVIDENCE = 'evidence.jsonl';

/** Every refusal of the package names the permission set that is missing (label Rollcall_Error_No_…). */
const NAMES_A_SET = /SCIM Rollcall (Viewer|Remediator|Deprovisioner|Administrator)/;

/** Records from now on, where the tests of a run share a folder. */
export async function recordEvidence(context: BrowserContext): Promise<void> {
  const run = process.env.ROLLCALL_BROWSER_RUN;
  if (!run) return;
  const note = (evidence: object): void =>
    appendFileSync(path.join(run, EVIDENCE), `${JSON.stringify({ ...evidence, test: currentTest() })}\n`);
  await context.exposeBinding('rollcallPressed', (_source, press: Operated) => note({ press }));
  const known = [OPERATED, WINDOWS].map((each) => JSON.stringify(each));
  await context.addInitScript(`(${watchPresses.toString()})(${known.join(', ')})`);
  context.on('response', (response) => {
    void answerOf(response).then((call) => call && note(call));
  });
}

/** Jest's own, where this runs in a test. */
function currentTest(): string {
  const { expect } = globalThis as { expect?: { getState(): { testPath?: string; currentTestName?: string } } };
  const { testPath = '', currentTestName = '' } = expect?.getState() ?? {};
  return `${path.basename(testPath)}: ${currentTestName}`;
}

async function answerOf(response: Response): Promise<{ call: string; answer: Answer } | undefined> {
  if (!response.url().endsWith('/lightning/api/apex')) return undefined;
  const { className, methodName } = response.request().postDataJSON() as { className: string; methodName: string };
  const call = `${className}.${methodName}`;
  if (response.ok()) return { call, answer: 'answered' };
  if (response.status() === 401) return { call, answer: 'no session' };
  // The body is gone when the page was closed meanwhile; then this is no evidence.
  const text = await response.text().catch(() => '');
  return NAMES_A_SET.test(text) || text.includes('INSUFFICIENT_ACCESS') ? { call, answer: 'no permission' } : undefined;
}

/**
 * Runs in the page, before any of its scripts: synthetic shadow later changes what events and nodes say of themselves.
 * The outermost base component between the event and the nearest component of the package is what was operated.
 */
function watchPresses(operated: readonly string[], windows: Record<string, string>): void {
  interface Element {
    localName?: string;
    dataset?: { id?: string };
    value?: unknown;
    textContent?: string;
  }
  interface Class {
    prototype: object;
  }
  const page = globalThis as unknown as {
    Event: Class;
    Node: Class;
    Element: Class;
    addEventListener(type: string, listener: (event: object) => void, capture: boolean): void;
    rollcallPressed(press: { component: string; tag: string; name: string }): Promise<void>;
  };
  const getterOf = <Value>({ prototype }: Class, name: string): ((this: object) => Value) =>
    Object.getOwnPropertyDescriptor(prototype, name)!.get!;
  const targetOf = getterOf<Element | null>(page.Event, 'target');
  const parentOf = getterOf<Element | null>(page.Node, 'parentNode');
  const textOf = getterOf<string>(page.Node, 'textContent');
  const find = (page.Element.prototype as { querySelector(this: object, selector: string): Element | null })
    .querySelector;

  const isBase = (tag: string): boolean => tag.startsWith('lightning-') && operated.includes(tag);
  /** The component whose element this is, or whose window. */
  const componentOf = (node: Element): string | undefined => {
    const tag = node.localName ?? '';
    if (tag.startsWith('c-rollcall-')) return tag;
    const title = tag === 'lightning-modal-base' ? find.call(node, 'h1') : null;
    const text = title ? textOf.call(title).trim() : '';
    return Object.entries(windows).find(([beginning]) => text.startsWith(beginning))?.[1];
  };
  const watch = (event: object): void => {
    let found: Element | undefined;
    for (let node = targetOf.call(event); node; node = parentOf.call(node)) {
      const component = componentOf(node);
      if (component) {
        if (!found) return;
        const tag = found.localName ?? '';
        const name = tag === 'lightning-menu-item' ? found.value : found.dataset?.id;
        void page.rollcallPressed({ component, tag, name: String(name ?? '') });
        return;
      }
      const tag = node.localName ?? '';
      const isItem = found?.localName === 'lightning-menu-item';
      if ((isBase(tag) && !isItem) || (!found && operated.includes(tag))) found = node;
    }
  };
  for (const type of ['click', 'input', 'change']) page.addEventListener(type, watch, true);
}
