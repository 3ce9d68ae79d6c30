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

/** A component that counted on one which comes later in the deploy order. */
export interface Expectation {
  component: Component;
  type: string;
  fullName: string;
}

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
  readonly #said = new Set<string>();
  readonly #warnings = new Map<Component, DeployMessage>();
  readonly #expected: Expectation[] = [];
  /** What will not come in a partial deploy, as an earlier attempt showed: keys of components. */
  readonly #absent: ReadonlySet<string>;
  /** The component that is checked just now, and those whose turn is over. */
  #judged: Component | undefined;
  readonly #done = new Set<Component>();

  constructor(
    org: Org,
    actor: Actor,
    contents: DeployPackage,
    allOrNothing: boolean,
    absent: readonly Expectation[] = [],
  ) {
    this.#absent = new Set(absent.map(({ type, fullName }) => key(type, fullName)));
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
   * Whether a reference to a component resolves: the org has it by now, or the package brings it. When one error undoes the
   * whole deploy anyway, a component of the package that failed on its own counts as there, so that each mistake is reported
   * once, at its place. In a partial deploy it must really come: `unmet` tells who waited in vain.
   */
  resolves(type: string, fullName: string): boolean {
    if (orgHas(this.org, type, fullName)) return true;
    const component = this.inPackage(type, fullName);
    if (this.allOrNothing) return component !== undefined || this.#hasFailedParent(type, fullName);
    if (!component) return false;
    const name = key(type, fullName);
    if (this.#failed.has(component) || this.#done.has(component) || this.#absent.has(name)) return false;
    if (this.#judged) this.#expected.push({ component: this.#judged, type, fullName });
    return true;
  }

  /** Parts of an object that failed are not there, and are not missing either. */
  #hasFailedParent(type: string, fullName: string): boolean {
    const object =
      type === 'CustomField' ? this.inPackage('CustomObject', fullName.slice(0, fullName.indexOf('.'))) : undefined;
    return object !== undefined && this.#failed.has(object) && !orgHas(this.org, 'CustomObject', object.fullName);
  }

  /** Begins the check of a component: what it refers to from now on, it refers to. */
  judge(component: Component): void {
    this.#judged = component;
  }

  /** The components of one type were handled: what did not come by now does not come. */
  finished(components: Component[]): void {
    this.#judged = undefined;
    for (const component of components) this.#done.add(component);
  }

  /** Components that counted on others which never came; none in a deploy that is undone as a whole. */
  unmet(): Expectation[] {
    return this.#expected.filter(
      ({ component, type, fullName }) => !this.#failed.has(component) && !orgHas(this.org, type, fullName),
    );
  }

  failed(component: Component): boolean {
    return this.#failed.has(component);
  }

  /**
   * API names of objects and fields that failed and are not there: what else complains about them only repeats the mistake.
   * @param isThere whether one counts as there besides what the org has by now.
   */
  failedNames(types: string[], isThere: (component: Component) => boolean = () => false): string[] {
    return [...this.#failed]
      .filter((component) => types.includes(component.type) && !isThere(component))
      .filter(({ type, fullName }) => !orgHas(this.org, type, fullName))
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
    // Two checks that see the same mistake make it no two.
    const said = `${at.file}:${at.line}:${at.column}:${problem}`;
    if (this.#said.has(said)) return;
    this.#said.add(said);
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

  /** Something that the embedded org does not do with a component that it keeps; told with the component's success. */
  warn(component: Component, problem: string, at: Position = component.at): void {
    if (this.#warnings.has(component)) return;
    this.#warnings.set(component, {
      componentType: component.type,
      fullName: component.fullName,
      fileName: component.fileName,
      success: true,
      changed: false,
      created: false,
      deleted: false,
      problem,
      problemType: 'Warning',
      embeddedOnly: true,
      lineNumber: at.line,
      columnNumber: at.column,
      source: at.file,
    });
  }

  warningOf(component: Component): DeployMessage | undefined {
    return this.#warnings.get(component);
  }

  /** Reports a reference that does not resolve, in the platform's wording: `In field: tab - no CustomTab named X found`. */
  missing(component: Component, field: string, type: string, fullName: string, at: Position): void {
    this.problem(component, `In field: ${field} - no ${type} named ${fullName} found`, { at });
  }
}
