/** Builds packages for the metadata suites: an org in memory with a recording Apex engine, and mdapi files from short XML. */
import type { ApexEngine, ApexProblem, ApexSource, TestRunResult } from '../../../../local-org/apex/contract.ts';
import { openOrgData } from '../../../../local-org/data/index.ts';
import type { OrgDatabase } from '../../../../local-org/data/index.ts';
import type {
  DeployMessage,
  DeployOptions,
  DeployOutcome,
  MetadataEngine,
} from '../../../../local-org/metadata/contract.ts';
import { createMetadataEngine, openComponentStore } from '../../../../local-org/metadata/index.ts';
import type { ComponentStore } from '../../../../local-org/metadata/index.ts';
import { readMdapiPackage } from '../../../../local-org/metadata/package/mdapi.ts';
import { writeZip } from '../../../../local-org/metadata/package/zip.ts';

const NAMESPACES = [
  'xmlns="http://soap.sforce.com/2006/04/metadata"',
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
  'xmlns:xsd="http://www.w3.org/2001/XMLSchema"',
].join(' ');

/** A document with the declaration on line 1 and the root's opening tag on line 2; `body` begins on line 3. */
export function xml(root: string, body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} ${NAMESPACES}>\n${body}\n</${root}>\n`;
}

/** `package.xml` from `{ type: members }`. */
export function manifest(types: Record<string, string[]>): string {
  const blocks = Object.entries(types).map(
    ([type, members]) =>
      `<types>${members.map((member) => `<members>${member}</members>`).join('')}<name>${type}</name></types>`,
  );
  return xml('Package', `${blocks.join('\n')}\n<version>67.0</version>`);
}

export type Files = Record<string, string>;

export function bytes(files: Files): Map<string, Uint8Array> {
  return new Map(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)]));
}

export const OPTIONS: DeployOptions = {
  checkOnly: false,
  rollbackOnError: true,
  ignoreWarnings: false,
  purgeOnDelete: false,
  singlePackage: true,
  runTests: [],
};

/** Stands for the Apex engine: reports the problems it is told to report, and remembers what was loaded. */
export interface RecordingApex extends ApexEngine {
  problems: ApexProblem[];
  loaded: Map<string, ApexSource>;
  checked: string[][];
  reloads: number;
  tests: string[];
  result: TestRunResult;
  aura: Set<string>;
}

export function recordingApex(): RecordingApex {
  const engine: RecordingApex = {
    problems: [],
    loaded: new Map(),
    checked: [],
    reloads: 0,
    tests: [],
    aura: new Set(),
    result: { startTime: new Date(0), totalTime: 1, methods: [], coverage: [], coverageByTest: [], debugLog: '' },
    check(sources) {
      engine.checked.push(sources.map(({ name }) => name));
      return engine.problems.filter(({ name }) => name === '*' || sources.some((source) => source.name === name));
    },
    load(sources) {
      for (const source of sources) engine.loaded.set(source.name, source);
    },
    unload(names) {
      for (const name of names) engine.loaded.delete(name);
    },
    reload() {
      engine.reloads += 1;
    },
    auraMethod: (className, methodName) =>
      engine.aura.has(`${className}.${methodName}`)
        ? { className, methodName, cacheable: true, parameters: [], returnType: 'String' }
        : undefined,
    invokeAura: () => null,
    invokeRest: () => ({ status: 204, headers: [], body: null }),
    invocableActions: () => [],
    invokeAction: () => [],
    executeAnonymous: () => {
      throw new Error('not part of these suites');
    },
    runTests: () => engine.result,
    testClasses: () => engine.tests,
    drainAsync: () => 0,
    onAsyncQueued: null,
  };
  return engine;
}

export interface TestOrg {
  data: OrgDatabase;
  store: ComponentStore;
  apex: RecordingApex;
  metadata: MetadataEngine;
  actor: { userId: string };
  deploy(files: Files, options?: Partial<DeployOptions>): DeployOutcome;
}

export function testOrg(): TestOrg {
  const data = openOrgData({ file: ':memory:', clock: () => new Date('2026-11-21T12:00:00Z') });
  const store = openComponentStore(data);
  const apex = recordingApex();
  const metadata = createMetadataEngine({ data, apex, store });
  const actor = { userId: String(data.rows('User', {})[0]?.['Id']) };
  return {
    data,
    store,
    apex,
    metadata,
    actor,
    deploy: (files, options = {}) =>
      metadata.deployPackage(actor, readMdapiPackage(bytes(files), true), { ...OPTIONS, ...options }),
  };
}

export function zipOf(files: Files): Uint8Array {
  return writeZip(bytes(files));
}

/** Problems as `Type FullName line: text`. */
export function problems(outcome: DeployOutcome): string[] {
  return outcome.messages
    .filter(({ problem }) => problem !== undefined)
    .map(
      (message: DeployMessage) =>
        `${message.componentType} ${message.fullName} ${message.lineNumber}: ${message.problem}`,
    );
}

/** Only the texts. */
export function problemTexts(outcome: DeployOutcome): string[] {
  return outcome.messages.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
}

/** A custom object with a text field `Code__c`. */
export const WIDGET: Files = {
  'objects/Widget__c.object': xml(
    'CustomObject',
    `<deploymentStatus>Deployed</deploymentStatus>
<fields><fullName>Code__c</fullName><label>Code</label><length>40</length><type>Text</type></fields>
<fields><fullName>Owner_Name__c</fullName><label>Owner Name</label><length>40</length><required>true</required><type>Text</type></fields>
<label>Widget</label>
<nameField><label>Widget Name</label><type>Text</type></nameField>
<pluralLabel>Widgets</pluralLabel>
<sharingModel>Private</sharingModel>`,
  ),
};

/** A custom metadata type with a number, a restricted picklist and a relation to itself. */
export const SETTING: Files = {
  'objects/Setting__mdt.object': xml(
    'CustomObject',
    `<fields><fullName>Limit__c</fullName><label>Limit</label><precision>5</precision><scale>0</scale><type>Number</type></fields>
<fields><fullName>Active__c</fullName><defaultValue>true</defaultValue><label>Active</label><type>Checkbox</type></fields>
<fields><fullName>Mode__c</fullName><label>Mode</label><type>Picklist</type><valueSet><restricted>true</restricted><valueSetDefinition><sorted>false</sorted><value><fullName>Fast</fullName><default>false</default><label>Fast</label></value></valueSetDefinition></valueSet></fields>
<fields><fullName>Parent__c</fullName><label>Parent</label><referenceTo>Setting__mdt</referenceTo><relationshipName>Children</relationshipName><type>MetadataRelationship</type></fields>
<fields><fullName>Key__c</fullName><label>Key</label><length>10</length><required>true</required><type>Text</type></fields>
<label>Setting</label>
<pluralLabel>Settings</pluralLabel>
<visibility>Public</visibility>`,
  ),
};
