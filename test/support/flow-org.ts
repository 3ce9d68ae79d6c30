/** An org in memory with two small objects, into which a test deploys flows, classes and workflow, and which runs Apex. */
import { DEFAULT_ADMIN } from '../../local-org/data/index.ts';
import { SYSTEM } from '../../local-org/data/types.ts';
import type { Actor, RecordValues, SaveResult } from '../../local-org/data/types.ts';
import type { DeployOutcome } from '../../local-org/metadata/contract.ts';
import { readMdapiPackage } from '../../local-org/metadata/package/mdapi.ts';
import { openLocalOrg } from '../../local-org/open.ts';
import type { LocalOrg } from '../../local-org/org.ts';
import { OPTIONS, bytes, manifest, xml } from '../unit/metadata/support/package.ts';
import type { Files } from '../unit/metadata/support/package.ts';

export interface FlowOrg {
  org: LocalOrg;
  admin: Actor;
  /** Raises with the problems when the files do not deploy. */
  deploy(files: Files): DeployOutcome;
  /** Texts of System.debug, one a line; raises what the code raises. */
  debugged(code: string): string[];
  /** Message of the exception that the code raises. */
  refusal(code: string): string;
  insert(object: string, ...rows: RecordValues[]): SaveResult[];
  update(object: string, ...rows: RecordValues[]): SaveResult[];
  rows(object: string, where?: RecordValues): RecordValues[];
  /** Failing test methods of the class, by name. */
  failures(className: string): Record<string, string>;
}

const field = (name: string, type: string, more = ''): string =>
  `<fields><fullName>${name}</fullName>${more}<label>${name.replace('__c', '')}</label><type>${type}</type></fields>`;

const object = (label: string, fields: string): string =>
  xml(
    'CustomObject',
    `<deploymentStatus>Deployed</deploymentStatus>${fields}<label>${label}</label><nameField><label>Name</label><type>Text</type></nameField><pluralLabel>${label}s</pluralLabel><sharingModel>ReadWrite</sharingModel>`,
  );

const STATUS =
  '<valueSet><restricted>false</restricted><valueSetDefinition><sorted>false</sorted><value><fullName>New</fullName><default>false</default><label>New</label></value><value><fullName>Open</fullName><default>false</default><label>Open</label></value><value><fullName>Closed</fullName><default>false</default><label>Closed</label></value></valueSetDefinition></valueSet>';

const OBJECTS: Files = {
  'objects/Widget__c.object': object(
    'Widget',
    [
      field('Note__c', 'Text', '<length>255</length>'),
      field('Size__c', 'Number', '<precision>10</precision><scale>2</scale>'),
      field('Ready__c', 'Checkbox', '<defaultValue>false</defaultValue>'),
      field('Due__c', 'Date'),
      field('Status__c', 'Picklist', STATUS),
      field('Parent__c', 'Lookup', '<referenceTo>Widget__c</referenceTo><relationshipName>Children</relationshipName>'),
    ].join(''),
  ),
  'objects/Part__c.object': object(
    'Part',
    [
      field('Code__c', 'Text', '<length>80</length>'),
      field('Count__c', 'Number', '<precision>10</precision><scale>0</scale>'),
      field('Widget__c', 'Lookup', '<referenceTo>Widget__c</referenceTo><relationshipName>Parts</relationshipName>'),
    ].join(''),
  ),
};

/** The administrator's profile gets no access to new fields from a deploy. */
const ACCESS: Files = {
  'permissionsets/Everything.permissionset': xml(
    'PermissionSet',
    [
      ...['Part__c.Code__c', 'Part__c.Count__c', 'Part__c.Widget__c'],
      ...['Due__c', 'Note__c', 'Parent__c', 'Ready__c', 'Size__c', 'Status__c'].map((name) => `Widget__c.${name}`),
    ]
      .map(
        (name) =>
          `<fieldPermissions><editable>true</editable><field>${name}</field><readable>true</readable></fieldPermissions>`,
      )
      .join('') + '<label>Everything</label>',
  ),
};

const FOLDERS: Record<string, [type: string, suffix: string]> = {
  objects: ['CustomObject', '.object'],
  flows: ['Flow', '.flow'],
  flowDefinitions: ['FlowDefinition', '.flowDefinition'],
  classes: ['ApexClass', '.cls'],
  triggers: ['ApexTrigger', '.trigger'],
  permissionsets: ['PermissionSet', '.permissionset'],
  workflows: ['Workflow', '.workflow'],
};

/** `package.xml` of what the files are. */
function manifestOf(files: Files): string {
  const types: Record<string, string[]> = {};
  for (const path of Object.keys(files)) {
    const template = /^email\/(.*)\.email$/.exec(path)?.[1];
    if (template !== undefined) (types['EmailTemplate'] ??= []).push(template);
    const [folder = '', name = ''] = path.split('/');
    const [type, suffix] = FOLDERS[folder] ?? [];
    if (type === undefined || suffix === undefined || !name.endsWith(suffix)) continue;
    (types[type] ??= []).push(name.slice(0, -suffix.length));
  }
  return manifest(types);
}

/** Files of a class or a trigger. */
export function apex(kind: 'class' | 'trigger', name: string, body: string): Files {
  const [folder, suffix, root] = {
    class: ['classes', 'cls', 'ApexClass'],
    trigger: ['triggers', 'trigger', 'ApexTrigger'],
  }[kind] as [string, string, string];
  return {
    [`${folder}/${name}.${suffix}`]: body,
    [`${folder}/${name}.${suffix}-meta.xml`]: xml(root, '<apiVersion>65.0</apiVersion><status>Active</status>'),
  };
}

/** Id of the only row that was written. */
export function idOf(saved: SaveResult[]): string {
  return String(saved[0]?.id);
}

export function openFlowOrg(...files: Files[]): FlowOrg {
  const org = openLocalOrg({ file: ':memory:', clock: () => new Date('2026-11-21T12:00:00Z') });
  const admin = { userId: String(org.data.rows('User', { Username: DEFAULT_ADMIN })[0]?.['Id']) };
  const options = { ...SYSTEM, actor: admin, allOrNone: false };
  const self: FlowOrg = {
    org,
    admin,
    deploy(given) {
      const contents = readMdapiPackage(bytes({ 'package.xml': manifestOf(given), ...given }), true);
      const outcome = org.metadata.deployPackage(admin, contents, OPTIONS);
      const errors = outcome.messages.filter(({ problemType }) => problemType === 'Error');
      if (!outcome.success || errors.length > 0)
        throw new Error(
          errors.map(({ fileName, lineNumber, problem }) => `${fileName}:${lineNumber} ${problem}`).join('\n'),
        );
      return outcome;
    },
    debugged(code) {
      const result = org.apex.executeAnonymous(admin, code);
      if (!result.success) throw new Error(result.compileProblem ?? result.exceptionMessage ?? '');
      return result.debugLog
        .split('\n')
        .filter((line) => line.includes('USER_DEBUG'))
        .map((line) => line.split('|').slice(4).join('|'));
    },
    refusal(code) {
      const { success, compileProblem, exceptionMessage } = org.apex.executeAnonymous(admin, code);
      return success ? 'nothing was refused' : (compileProblem ?? exceptionMessage ?? '');
    },
    insert: (name, ...rows) => org.data.insert(name, rows, options),
    update: (name, ...rows) => org.data.update(name, rows, options),
    rows: (name, where) => org.data.rows(name, where),
    failures: (className) =>
      Object.fromEntries(
        org.apex
          .runTests({ classes: [{ name: className }] })
          .methods.filter(({ outcome }) => outcome !== 'Pass')
          .map(({ methodName, message, outcome }) => [methodName, message ?? outcome]),
      ),
  };
  self.deploy(Object.assign({}, OBJECTS, ACCESS, ...files) as Files);
  const [set] = org.data.rows('PermissionSet', { Name: 'Everything' });
  const assignment = { AssigneeId: admin.userId, PermissionSetId: set!['Id']! };
  org.data.insert('PermissionSetAssignment', [assignment], { ...options, allOrNone: true });
  return self;
}
