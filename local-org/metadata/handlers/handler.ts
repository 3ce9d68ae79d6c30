/** The contract of a metadata type's handler: one file a type, or a small family of types. */
import type { DeployContext } from '../deploy/context.ts';
import type { Component } from '../package/component.ts';

export interface Applied {
  /** Id of the record or component; the store makes one where it is left out. */
  id?: string;
  /** The org had it before, as a record that no deploy brought (a standard object or profile). */
  existed?: boolean;
}

export interface TypeHandler {
  /** Metadata API names, in the order in which they are deployed. */
  readonly types: readonly string[];
  /** Reports everything that is wrong with one component (`context.problem`); writes nothing. */
  check?(component: Component, context: DeployContext): void;
  /** Looks at all components of the deploy together (Apex compiles as one), failed ones included; writes nothing. */
  checkTogether?(components: Component[], context: DeployContext): void;
  /** Writes the component's effect into the org. Called only for components without a problem. */
  apply?(component: Component, context: DeployContext): Applied;
  /** After all components of the type were applied. */
  finish?(components: Component[], context: DeployContext): void;
  /** Takes the component's effect back. May raise PlatformError when something still needs it. */
  remove?(fullName: string, context: DeployContext): void;
}
