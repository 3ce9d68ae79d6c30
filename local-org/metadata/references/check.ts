/** Reports every reference of a component that certainly leads nowhere, at its place, in the platform's wording. */
import type { DeployContext } from '../deploy/context.ts';
import type { Component } from '../package/component.ts';
import { isMissing } from './certain.ts';
import { referencesOf } from './of.ts';
import type { Reference } from './reference.ts';

/** The object of a field that is missing with it. */
function lostObject({ type, fullName }: Reference, context: DeployContext): string | undefined {
  const object = fullName.slice(0, fullName.indexOf('.'));
  // An object of the deploy may come after what names its fields.
  const isThere = context.data.schema.find(object) ?? context.inPackage('CustomObject', object);
  return type === 'CustomField' && !isThere ? object : undefined;
}

export function checkReferences(component: Component, context: DeployContext): void {
  // Pages and bundles name one thing many times, and an object's fields are missing with it: each is told once.
  const told = new Set<string>();
  for (const reference of referencesOf(component)) {
    const { field, at, problem } = reference;
    if (!isMissing(reference, context)) continue;
    const object = lostObject(reference, context);
    const [type, fullName] = object === undefined ? [reference.type, reference.fullName] : ['CustomObject', object];
    const key = (object === undefined ? `${at.file}:${at.line}:${type}:${fullName}` : object).toLowerCase();
    if (told.has(key)) continue;
    told.add(key);
    if (type === 'CustomObject') told.add(fullName.toLowerCase());
    if (problem === undefined) context.missing(component, field, type, fullName, at);
    else context.problem(component, problem, { at });
  }
}

/** What orgs may have beside what somebody deployed, the embedded org refuses by its name. */
export function refuseMissing(component: Component, reference: Reference, context: DeployContext): void {
  const { field, type, fullName, at } = reference;
  if (isMissing(reference, context)) context.missing(component, field, type, fullName, at);
  else context.problem(component, `Not available for deploy in the embedded org: the ${type} ${fullName}`, { at });
}
