/** Everything that a person can press, choose or fill in, read from the templates of the Lightning web components. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const LWC = path.resolve(import.meta.dirname, '../../../force-app/main/default/lwc');

/** Base components and elements that people operate; the page's recorder looks for the same. */
export const OPERATED = [
  'lightning-button',
  'lightning-button-icon',
  'lightning-button-menu',
  'lightning-checkbox-group',
  'lightning-combobox',
  'lightning-input',
  'lightning-menu-item',
  'lightning-pill',
  'lightning-tabset',
  'lightning-textarea',
  'button',
  'a',
] as const;

/** Elements whose `data-id` the component gives at run time, and what it gives. */
const NAMES: Record<string, string[]> = {
  'c-rollcall-filter-bar lightning-combobox {choice.name}': [
    'department',
    'entitlement',
    'reason',
    'severity',
    'status',
  ],
  'c-rollcall-fix-modal lightning-button {button.id}': ['again', 'apply', 'back', 'cancel', 'check', 'close'],
  'c-rollcall-leave-modal lightning-button {button.id}': ['again', 'back', 'cancel', 'check', 'close', 'start'],
  'c-rollcall-user-detail a {link.id}': ['record', 'setup'],
};

/** Windows stand outside of the package's elements: how their titles begin, and whose they are. */
export const WINDOWS: Record<string, string> = {
  'Fix entitlements': 'c-rollcall-fix-modal',
  Leaving: 'c-rollcall-leave-modal',
  'Schedule scans': 'c-rollcall-schedule-modal',
};

/** One operated element: `c-rollcall-tile lightning-button`, with its name where the template tells several apart. */
export interface Operated {
  component: string;
  tag: string;
  /** Its `data-id`; of a menu item its value; empty where the tag alone tells it. */
  name: string;
}

export const keyOf = ({ component, tag, name }: Operated): string => `${component} ${tag}${name && ` ${name}`}`;

/** All of them, each once. Raises when a template names an element by an expression that is not listed in `NAMES`. */
export function operatedElements(): Operated[] {
  const elements = new Map<string, Operated>();
  for (const { bundle, source } of sources('.html')) {
    for (const element of elementsOf(kebab(bundle), source)) elements.set(keyOf(element), element);
  }
  return [...elements.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Every file of a bundle's own folder with this ending. */
function sources(ending: string): { bundle: string; source: string }[] {
  const bundles = readdirSync(LWC, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return bundles.flatMap(({ name: bundle }) =>
    readdirSync(path.join(LWC, bundle))
      .filter((file) => file.endsWith(ending))
      .map((file) => ({ bundle, source: readFileSync(path.join(LWC, bundle, file), 'utf8') })),
  );
}

/** `rollcallFixModal` -> `c-rollcall-fix-modal`, as it stands in the page. */
function kebab(bundle: string): string {
  return `c-${bundle.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Exported for its own test. */
export function elementsOf(component: string, template: string): Operated[] {
  const opening = new RegExp(`<(${OPERATED.join('|')})(?=[\\s>])([^>]*)>`, 'g');
  return [...template.matchAll(opening)].flatMap(([, tag = '', attributes = '']) => {
    const attribute = tag === 'lightning-menu-item' ? 'value' : 'data-id';
    const value = new RegExp(`\\s${attribute}=("[^"]*"|\\{[^}]*\\})`).exec(attributes)?.[1] ?? '';
    if (!value.startsWith('{')) return [{ component, tag, name: value.replaceAll('"', '') }];
    const names = NAMES[`${component} ${tag} ${value}`];
    if (!names) throw new Error(`${component}: name in evidence/elements.ts what ${tag} ${value} can be called.`);
    return names.map((name) => ({ component, tag, name }));
  });
}

/** What of `pressed` (keys) is missing in `elements`. An element without a name is any of its tag that has none of the names. */
export function notPressed(elements: Operated[], pressed: Operated[]): Operated[] {
  const named = new Set(elements.map(keyOf));
  const seen = new Set(
    pressed.map((press) => (named.has(keyOf(press)) ? keyOf(press) : keyOf({ ...press, name: '' }))),
  );
  return elements.filter((element) => !seen.has(keyOf(element)));
}

/** Apex methods that the components call: `RollcallFixController.startFix`. */
export function calledMethods(): string[] {
  const methods = new Set<string>();
  for (const { source } of sources('.js')) {
    for (const [, method = ''] of source.matchAll(/@salesforce\/apex\/([\w.]+)/g)) methods.add(method);
  }
  return [...methods].sort();
}
