/** The org's active workflow rules by object, with the actions that they name (Metadata API Developer Guide, "Workflow"). */
import type { ComponentStore } from '../../metadata/store.ts';
import { childrenNamed, flag, textOf } from '../../metadata/xml/element.ts';
import type { XmlElement } from '../../metadata/xml/element.ts';
import { storedDocument } from '../../metadata/stored-document.ts';

export interface WorkflowAction {
  /** `FieldUpdate`, `Task`, `Alert` … */
  type: string;
  name: string;
  /** Undefined where the org has no such action, or its kind is not read. */
  xml: XmlElement | undefined;
}

export interface WorkflowRule {
  name: string;
  object: string;
  /** `onCreateOnly`, `onCreateOrTriggeringUpdate` or `onAllChanges`. */
  triggerType: string;
  xml: XmlElement;
  actions: WorkflowAction[];
}

/** Components of the kinds of actions that are done. */
const COMPONENTS: Readonly<Record<string, string>> = {
  FieldUpdate: 'WorkflowFieldUpdate',
  Task: 'WorkflowTask',
  Alert: 'WorkflowAlert',
};

export class WorkflowCatalog {
  private readonly store: ComponentStore;
  private revision = -1;
  private rules = new Map<string, WorkflowRule[]>();

  constructor(store: ComponentStore) {
    this.store = store;
  }

  /** Active rules of an object, in the order of their names: the platform guarantees none. */
  of(object: string): readonly WorkflowRule[] {
    if (this.revision !== this.store.revision) this.refresh();
    return this.rules.get(object.toLowerCase()) ?? [];
  }

  /** An email alert by `Object.Name`. */
  alert(fullName: string): XmlElement | undefined {
    return this.part('WorkflowAlert', fullName);
  }

  private refresh(): void {
    this.revision = this.store.revision;
    this.rules = new Map();
    const names = this.store.names('WorkflowRule');
    const actions = names.length > 0 ? this.actions() : new Map<string, XmlElement>();
    for (const fullName of names) {
      const xml = this.part('WorkflowRule', fullName);
      if (!xml || !flag(xml, 'active')) continue;
      const object = fullName.slice(0, fullName.indexOf('.'));
      const rule: WorkflowRule = {
        name: fullName.slice(object.length + 1),
        object,
        triggerType: textOf(xml, 'triggerType') ?? '',
        xml,
        actions: childrenNamed(xml, 'actions').map((action) => {
          const [type, name] = [textOf(action, 'type') ?? '', textOf(action, 'name') ?? ''];
          return { type, name, xml: actions.get(`${type} ${object}.${name}`.toLowerCase()) };
        }),
      };
      const key = object.toLowerCase();
      this.rules.set(key, [...(this.rules.get(key) ?? []), rule]);
    }
  }

  private actions(): Map<string, XmlElement> {
    const found = new Map<string, XmlElement>();
    for (const [type, component] of Object.entries(COMPONENTS))
      for (const fullName of this.store.names(component)) {
        const xml = this.part(component, fullName);
        if (xml) found.set(`${type} ${fullName}`.toLowerCase(), xml);
      }
    return found;
  }

  /** Parts of a workflow file are kept inside the smallest document of their own. */
  private part(type: string, fullName: string): XmlElement | undefined {
    return storedDocument(this.store.get(type, fullName))?.children[0];
  }
}
