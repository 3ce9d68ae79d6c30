/** An object that neither the org nor the package has, where a component is about to become part of it. */
import type { DeployContext } from '../deploy/context.ts';
import type { Component } from '../package/component.ts';
import { isNoObject } from '../references/certain.ts';

/**
 * Reports the object in the platform's wording where no org has it. Features bring standard objects that the catalogue lacks:
 * those the embedded org refuses by name, and a validation calls them not checked.
 */
export function refuseUnknownObject(component: Component, object: string, context: DeployContext): void {
  context.problem(
    component,
    isNoObject(object, context)
      ? `Entity Enumeration Or ID: bad value for restricted picklist field: ${object}`
      : `Not available for deploy in the embedded org: the object ${object}`,
  );
}
