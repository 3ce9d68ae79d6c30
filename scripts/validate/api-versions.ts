/** API versions that do not exist, and those that differ from the project's. */
import type { Component } from '../../local-org/metadata/package/component.ts';
import { child } from '../../local-org/metadata/xml/element.ts';
import type { Position } from '../../local-org/metadata/xml/element.ts';
import { codeEntry } from './codes.ts';
import type { Code } from './codes.ts';
import type { Finding } from './finding.ts';
import type { Project } from '../project.ts';

/** Newest API version of any org, and the oldest that files still state (reference/metadata.md §6; REST Developer Guide, "API End-of-Life"). */
const NEWEST = 68;
const OLDEST = 7;
/** The org itself judges these, with its own bounds. */
const JUDGED_BY_ORG = new Set(['ApexClass', 'ApexTrigger']);
const VERSION = /^\d+(\.0)?$/;

function exists(text: string): boolean {
  return VERSION.test(text) && Number(text) >= OLDEST && Number(text) <= NEWEST;
}

function finding(code: Code, message: string, at: Position): Finding {
  const { severity, fix } = codeEntry(code);
  return { code, severity, message, ...at, ...(fix === undefined ? {} : { fix }) };
}

/** One information a version, at the first component that states it: projects grow over many releases. */
function differing(stated: Map<string, Position[]>, own: number): Finding[] {
  return [...stated]
    .filter(([version]) => Number(version) !== own)
    .map(([version, places]) => {
      const others = places.length > 1 ? ` (and ${places.length - 1} more)` : '';
      return finding(
        'api-version-differs',
        `The component${others} states API version ${version}; the project's is ${own}.0.`,
        places[0] as Position,
      );
    });
}

/** @param at where sfdx-project.json states the project's version. */
export function checkApiVersions(components: Component[], project: Project, at: Position): Finding[] {
  const own = project.apiVersion;
  if (!exists(own)) return [finding('api-version-unknown', `There is no API version ${own}.`, at)];
  const findings: Finding[] = [];
  const stated = new Map<string, Position[]>();
  for (const { type, document } of components) {
    const element = document && child(document, 'apiVersion');
    const text = element?.text.trim();
    if (!element || !text) continue;
    if (exists(text)) {
      const version = `${Number(text)}.0`;
      const places = stated.get(version);
      if (places) places.push(element.at);
      else stated.set(version, [element.at]);
    } else if (!JUDGED_BY_ORG.has(type))
      findings.push(finding('api-version-unknown', `There is no API version ${text}.`, element.at));
  }
  return [...findings, ...differing(stated, Number(own))];
}
