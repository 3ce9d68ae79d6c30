/**
 * Attributes of base components (`<lightning-button lable="…">`) that the component does not have: an org takes them in
 * silence, and nothing happens. The public properties are read from the published sources of the base components.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { decodeText } from '../../local-org/metadata/package/component.ts';
import type { Component } from '../../local-org/metadata/package/component.ts';
import { codeEntry } from './codes.ts';
import type { Finding } from './finding.ts';

const CODE = 'lwc-attribute';
/** Opening tags of base components; quoted values and expressions may hold `>`. */
const TAG = /<lightning-([a-z][a-z0-9-]*)((?:\s+[^\s=>/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|\{[^}]*\}))?)*)\s*\/?>/g;
const ATTRIBUTE = /\s([^\s=>/"'{}]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|\{[^}]*\}))?/g;
/** What every element may have: HTML's global attributes, and the template's own directives. */
const GLOBAL =
  /^(class|style|key|id|slot|title|tabindex|tab-index|role|hidden|lang|dir|draggable|contenteditable|content-editable|accesskey|access-key|spellcheck|spell-check|part|exportparts|is|inert|translate|item(id|prop|ref|scope|type))$|^(aria-|data-|on)|:/;
const PROPERTY = /@api\s+(?:(?:get|set|async)\s+)?([A-Za-z_$][\w$]*)/g;
const SUPERCLASS = /export\s+default\s+class\s+\w+\s+extends\s+([\w$]+)\s*\{/;
/** Classes of the package that bring no public property. */
const PLAIN = new Set(['LightningElement', 'LightningShadowBaseClass']);

let folder: string | undefined;
const known = new Map<string, ReadonlySet<string> | undefined>();

function sourceOf(module: string): string | undefined {
  folder ??= path.join(
    path.dirname(createRequire(import.meta.url).resolve('lightning-base-components/package.json')),
    'src/lightning',
  );
  const file = path.join(folder, module, `${module}.js`);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Public properties with those of what it extends; undefined where the sources do not tell. */
function propertiesOf(module: string): ReadonlySet<string> | undefined {
  if (known.has(module)) return known.get(module);
  // A class that leads back to itself is not told.
  known.set(module, undefined);
  const source = sourceOf(module);
  const superclass = source && SUPERCLASS.exec(source)?.[1];
  if (!source || !superclass) return undefined;
  const imported = new RegExp(`import\\s+${superclass}\\s+from\\s+['"]lightning/(\\w+)['"]`).exec(source)?.[1];
  const inherited = PLAIN.has(superclass) ? new Set<string>() : imported ? propertiesOf(imported) : undefined;
  if (!inherited) return undefined;
  const own = [...source.matchAll(PROPERTY)].map((match) => match[1] as string);
  const all = new Set([...inherited, ...own]);
  known.set(module, all);
  return all;
}

/** Attributes that HTML writes in one word (LWC Developer Guide, "HTML Attribute Names"). */
const ONE_WORD: Record<string, string> = {
  datetime: 'dateTime',
  maxlength: 'maxLength',
  minlength: 'minLength',
  novalidate: 'noValidate',
  readonly: 'readOnly',
};

const camelCase = (name: string): string =>
  ONE_WORD[name] ?? name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function findingsIn(template: string, file: string): Finding[] {
  const text = template.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ' '));
  return [...text.matchAll(TAG)].flatMap((tag) => {
    const properties = propertiesOf(camelCase(tag[1] as string));
    if (!properties) return [];
    const start = tag.index + tag[0].indexOf(tag[2] as string);
    return [...(tag[2] as string).matchAll(ATTRIBUTE)].flatMap((match) => {
      const name = match[1] as string;
      if (GLOBAL.test(name) || properties.has(camelCase(name))) return [];
      const offset = start + match.index + 1;
      const before = text.slice(0, offset);
      return [
        {
          code: CODE,
          severity: codeEntry(CODE).severity,
          message: `lightning-${tag[1]} has no attribute ${name}.`,
          file,
          line: before.split('\n').length,
          column: offset - before.lastIndexOf('\n'),
        } satisfies Finding,
      ];
    });
  });
}

/** Of all templates of the package. */
export function checkBaseComponents(components: Component[]): Finding[] {
  return components
    .filter(({ type }) => type === 'LightningComponentBundle')
    .flatMap(({ files }) => files.filter(({ path: name }) => name.endsWith('.html')))
    .flatMap(({ content, source }) => findingsIn(decodeText(content), source));
}
