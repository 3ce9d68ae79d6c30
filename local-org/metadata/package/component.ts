/** One model for what is deployed, whether it came as a zip in mdapi form or as a folder in source form. */
import type { Position, XmlElement } from '../xml/element.ts';

export interface ComponentFile {
  /** Path in the package, e.g. `classes/Foo.cls`. */
  path: string;
  /** Where it was read: package path, or path from the project root. */
  source: string;
  content: Uint8Array;
}

export interface Component {
  /** Metadata API name, e.g. `CustomField`. */
  type: string;
  /** e.g. `Provisioned_User__c.Status__c`. */
  fullName: string;
  /** Path in the package that messages about this component name. */
  fileName: string;
  /** The XML that describes it: its own document, its `-meta.xml`, or its element in the parent's document. */
  document?: XmlElement;
  /** Start of the component in its source. */
  at: Position;
  /** Files of its own (none for a child of an object or a label). */
  files: ComponentFile[];
  /** Its XML cannot be read; the package's problems say why. It is never applied. */
  unreadable?: true;
}

/** A problem of the package itself, found before any component was looked at. */
export interface PackageProblem {
  componentType: string;
  fullName: string;
  fileName: string;
  problem: string;
  problemType: 'Error' | 'Warning';
  at: Position;
}

export interface MemberName {
  type: string;
  fullName: string;
  at: Position;
}

export interface DeployPackage {
  /** e.g. `67.0`. */
  apiVersion: string;
  components: Component[];
  problems: PackageProblem[];
  /** Deleted before and after the components are deployed. */
  destructivePre: MemberName[];
  destructivePost: MemberName[];
}

const decoder = new TextDecoder('utf-8', { fatal: false });

/** Text of the component's content file, e.g. the Apex of a class: the first file that is no `-meta.xml`. */
export function contentOf(component: Component): { file: ComponentFile; text: string } | undefined {
  const file = component.files.find((candidate) => !candidate.path.endsWith('-meta.xml'));
  return file ? { file, text: decoder.decode(file.content) } : undefined;
}

export function decodeText(content: Uint8Array): string {
  return decoder.decode(content);
}
