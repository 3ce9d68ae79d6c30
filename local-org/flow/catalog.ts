/** The org's active flows: by name, and by what starts them. Read when first asked for, and again when components changed. */
import type { ComponentStore } from '../metadata/store.ts';
import { textOf } from '../metadata/xml/element.ts';
import type { XmlElement } from '../metadata/xml/element.ts';
import { parseXml } from '../metadata/xml/parse.ts';
import { readFlow } from './model.ts';
import type { Flow, FlowTrigger } from './model.ts';

const decoder = new TextDecoder();

interface Read {
  text: string;
  document: XmlElement;
}

/** Flows whose version is part of the name, as packages before API version 44 have them: `Renewal-3`. */
const VERSIONED = /^(.*)-(\d+)$/;

export class FlowCatalog {
  private readonly store: ComponentStore;
  private revision = -1;
  /** Documents by component id: most changes of the org are not changes of its flows. */
  private readonly read = new Map<string, Read>();
  private active = new Map<string, Flow>();
  private known = new Set<string>();
  private starting = new Map<string, Flow[]>();

  constructor(store: ComponentStore) {
    this.store = store;
  }

  /** The active version of a flow; names are case-insensitive. */
  find(name: string): Flow | undefined {
    this.refresh();
    return this.active.get(name.toLowerCase());
  }

  /** Whether the org has the flow, active or not. */
  has(name: string): boolean {
    this.refresh();
    return this.known.has(name.toLowerCase());
  }

  all(): Flow[] {
    this.refresh();
    return [...this.active.values()];
  }

  /** Flows that a save or an event of the object starts, in the order in which they run. */
  startedBy(object: string, trigger: FlowTrigger): readonly Flow[] {
    this.refresh();
    return this.starting.get(`${trigger} ${object.toLowerCase()}`) ?? [];
  }

  private refresh(): void {
    if (this.revision === this.store.revision) return;
    this.revision = this.store.revision;
    this.active = new Map();
    this.known = new Set();
    this.starting = new Map();
    const definitions = this.activeVersions();
    for (const component of this.store.list('Flow')) {
      const [content] = component.files.values();
      const document = content && this.document(component.id, decoder.decode(content), component.fullName);
      if (!document) continue;
      const versioned = VERSIONED.exec(component.fullName);
      const name = versioned?.[1] ?? component.fullName;
      this.known.add(name.toLowerCase());
      const wanted = definitions.get(name.toLowerCase());
      const isActive = versioned && wanted !== undefined ? wanted === versioned[2] : isSwitchedOn(document, wanted);
      if (!isActive) continue;
      const flow = readFlow(name, document, component.lastModifiedDate);
      this.active.set(name.toLowerCase(), flow);
    }
    for (const flow of this.active.values()) {
      if (!flow.triggerType || !flow.object) continue;
      const key = `${flow.triggerType} ${flow.object.toLowerCase()}`;
      this.starting.set(key, [...(this.starting.get(key) ?? []), flow]);
    }
    for (const flows of this.starting.values()) flows.sort(inRunOrder);
  }

  /** `activeVersionNumber` by flow, in lower case; 0 is none (Metadata API, "FlowDefinition"). */
  private activeVersions(): Map<string, string> {
    const versions = new Map<string, string>();
    for (const component of this.store.list('FlowDefinition')) {
      const [content] = component.files.values();
      const document = content && this.document(component.id, decoder.decode(content), component.fullName);
      const number = document && textOf(document, 'activeVersionNumber');
      if (number !== undefined) versions.set(component.fullName.toLowerCase(), number);
    }
    return versions;
  }

  private document(id: string, text: string, name: string): XmlElement {
    const known = this.read.get(id);
    if (known?.text === text) return known.document;
    const document = parseXml(text, name);
    this.read.set(id, { text, document });
    return document;
  }
}

function isSwitchedOn(document: XmlElement, version: string | undefined): boolean {
  return textOf(document, 'status') === 'Active' && version !== '0';
}

/** Orders of 1 to 1,000 first; then those without, by activation; then 1,001 to 2,000. Equal ones by API name (Help, "Define the Run Order of Record-Triggered Flows for an Object"). */
function inRunOrder(one: Flow, other: Flow): number {
  const [first, second] = [rank(one), rank(other)];
  if (first !== second) return first - second;
  if (one.triggerOrder !== null && other.triggerOrder !== null && one.triggerOrder !== other.triggerOrder)
    return one.triggerOrder - other.triggerOrder;
  if (one.triggerOrder === null && one.activated !== other.activated) return one.activated < other.activated ? -1 : 1;
  return one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1;
}

function rank({ triggerOrder }: Flow): number {
  if (triggerOrder === null) return 1;
  return triggerOrder <= 1_000 ? 0 : 2;
}
