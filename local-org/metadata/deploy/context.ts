/** What a type's handler sees of the deploy it is part of. */
import type { ApexEngine, ApexProblem, ApexSource } from '../../apex/contract.ts';
import type { OrgData } from '../../data/contract.ts';
import type { Actor } from '../../data/types.ts';
import type { DeployMessage } from '../contract.ts';
import { compileFile } from '../lwc/compile.ts';
import type { Component, DeployPackage } from '../package/component.ts';
import type { ComponentStore } from '../store.ts';
import type { Position } from '../xml/element.ts';
import { orgHas } from './references.ts';

export interface Org {
  data: OrgData;
  apex: ApexEngine;
  store: ComponentStore;
}

export interface ProblemOptions {
  at?: Position;
  problemType?: 'Error' | 'Warning';
  /** Package path, where it is not the component's own. */
  fileName?: string;
}

const key = (type: string, fullName: string): string => `${type}:${fullName}`.toLowerCase();

export class DeployContext {
  readonly org: Org;
  readonly actor: Actor;
  /** API version of the package, e.g. 67. */
  readonly apiVersion: number;
  /** False where failing components are skipped and the rest is applied (`rollbackOnError` false). */
  readonly allOrNothing: boolean;
  readonly messages: DeployMessage[] = [];
  /** False while the deploy's classes are not part of the org because one of them does not compile. */
  apexLoaded = true;
  /** Compiles one file of a Lightning web component; a deploy puts a compiler here that began before it. */
  compileLwc: typeof compileFile = compileFile;
  /** Problems of the package's Apex, all sources together. */
  checkApex: (sources: ApexSource[]) => ApexProblem[] = (sources) => this.org.apex.check(sources);
  readonly #package = new Map<string, Component>();
  readonly #count = new Map<string, number>();
  readonly #failed = new Set<Component>();

  constructor(org: Org, actor: Actor, contents: DeployPackage, allOrNothing: boolean) {
    this.org = org;
    this.actor = actor;
    this.apiVersion = Number(contents.apiVersion) || 0;
    this.allOrNothing = allOrNothing;
    for (const component of contents.components) {
      const name = key(component.type, component.fullName);
      this.#count.set(name, (this.#count.get(name) ?? 0) + 1);
      this.#package.set(name, component);
      if (component.unreadable) this.#failed.add(component);
    }
  }

  /** How many components of the package carry the same type and name. */
  duplicates(component: Component): number {
    return this.#count.get(key(component.type, component.fullName)) ?? 0;
  }

  get data(): OrgData {
    return this.org.data;
  }

  get store(): ComponentStore {
    return this.org.store;
  }

  /** The component of this deploy with that name. */
  inPackage(type: string, fullName: string): Component | undefined {
    return this.#package.get(key(type, fullName));
  }

  /**
   * Whether a reference to a component resolves: the org has it by now. When one error undoes the whole deploy anyway, a
   * component of the package that failed on its own counts as there, so that each mistake is reported once, at its place.
   */
  resolves(type: string, fullName: string): boolean {
    if (orgHas(this.org, type, fullName)) return true;
    return this.allOrNothing && this.#hasFailed(type, fullName);
  }

  #hasFailed(type: string, fullName: string): boolean {
    const component = this.inPackage(type, fullName);
    return component !== undefined && this.#failed.has(component);
  }

  failed(component: Component): boolean {
    return this.#failed.has(component);
  }

  /** API names of objects and fields that failed: what else complains about them only repeats the mistake. */
  failedNames(types: string[]): string[] {
    return [...this.#failed]
      .filter(({ type }) => types.includes(type))
      .map(({ fullName }) => fullName.slice(fullName.indexOf('.') + 1));
  }

  /** Whether a component of one of these types failed. */
  anyFailed(types: string[]): boolean {
    return [...this.#failed].some((component) => types.includes(component.type));
  }

  /** Adds a problem of a component. Errors make the component fail. */
  problem(component: Component, problem: string, options: ProblemOptions = {}): void {
    const at = options.at ?? component.at;
    const problemType = options.problemType ?? 'Error';
    if (problemType === 'Error') this.#failed.add(component);
    this.messages.push({
      componentType: component.type,
      fullName: component.fullName,
      fileName: options.fileName ?? component.fileName,
      success: problemType === 'Warning',
      changed: false,
      created: false,
      deleted: false,
      problem,
      problemType,
      lineNumber: at.line,
      columnNumber: at.column,
      source: at.file,
    });
  }

  /** Reports a reference that does not resolve, in the platform's wording: `In field: tab - no CustomTab named X found`. */
  missing(component: Component, field: string, type: string, fullName: string, at: Position): void {
    this.problem(component, `In field: ${field} - no ${type} named ${fullName} found`, { at });
  }
}
