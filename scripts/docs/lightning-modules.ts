/** The modules that Lightning web components can import in the embedded org. */
import path from 'node:path';
import { readdirSync } from 'node:fs';
import ts from 'typescript';
import { lwcPackages } from '../../local-org/lightning/build/lwc-packages.ts';
import { evaluate, readModule, Unknown } from './evaluate.ts';
import { byCodePoint, eachNode, ROOT } from './walk.ts';

export interface LightningModules {
  /** `lightning/button` … of lightning-base-components. */
  baseComponents: string[];
  /** Written for the embedded org: `lightning/navigation` …, `@salesforce/user/Id` … */
  written: string[];
  /** `@salesforce/apex/*` …: made from what is deployed. */
  fromOrg: string[];
}

export function lightningModules(): LightningModules {
  const build = path.join(ROOT, 'local-org/lightning/build');
  const base = readModule(path.join(build, 'base-components.ts'));
  const notOffered = base.scope.find('NOT_OFFERED')?.();
  if (!(notOffered instanceof Unknown))
    throw new Error('base-components.ts no longer says in NOT_OFFERED what the page does not offer.');
  const excluded = new RegExp(notOffered.text.slice(1, -1));
  const packages = lwcPackages();
  const own = readdirSync(path.join(ROOT, 'local-org/lightning/browser/lightning')).map((name) => `lightning/${name}`);
  const generated: string[] = [...packages.platformDefaults.keys()].some((name) => name.startsWith('@salesforce/i18n/'))
    ? ['@salesforce/i18n/*']
    : [];
  eachNode(base.source, (node) => {
    if (!ts.isCallExpression(node) || node.expression.getText() !== 'sources.set' || !node.arguments[0]) return;
    const name = evaluate(node.arguments[0], base.scope);
    if (typeof name === 'string') generated.push(name);
  });
  const writers = readModule(path.join(build, 'platform-modules.ts')).scope.find('WRITERS')?.();
  const kinds = Array.isArray(writers) ? writers.map((entry) => (Array.isArray(entry) ? String(entry[0]) : '')) : [];
  return {
    baseComponents: packages.exposed
      .filter((name) => !excluded.test(name) && !/\/primitive|Utils?$|Private/.test(name))
      .sort(byCodePoint),
    written: ['lwc', ...own, ...generated].sort(byCodePoint),
    fromOrg: kinds.map((kind) => `@salesforce/${kind}/*`).sort(byCodePoint),
  };
}
