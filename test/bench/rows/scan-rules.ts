/** Twenty rules, and users who hold what eighteen of them grant: what the bench of a large scan deploys and inserts. */
import { SYSTEM } from '../../../local-org/data/types.ts';
import type { RecordValues } from '../../../local-org/data/types.ts';
import { readSourcePackage } from '../../../local-org/metadata/index.ts';
import type { LocalOrg } from '../../../local-org/org.ts';
import type { PackageOrg } from '../../support/package-org.ts';

export const RULES = 20;
/** Sets that nobody holds: two findings a user. */
export const MISSING = 2;
const GROUP = 'Bench_Group';
const FOLDER = 'bench/main/default';
const BATCH = 10_000;
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACES =
  'xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"';

const setName = (index: number): string => `Bench_Set_${String(index).padStart(2, '0')}`;

/** Deploys a source that claims what `username` creates, the sets, their group, and a rule for each set. */
export function deployRules({ org, admin }: PackageOrg, username: string): void {
  const files = new Map<string, string>([
    [`customMetadata/Provisioning_Source.Bench.md-meta.xml`, source(username)],
    [`permissionsetgroups/${GROUP}.permissionsetgroup-meta.xml`, group()],
  ]);
  for (let index = 0; index < RULES; index += 1) {
    files.set(`permissionsets/${setName(index)}.permissionset-meta.xml`, permissionSet(index));
    for (const [type, values] of Object.entries(ruleOf(index))) {
      files.set(`customMetadata/${type}.Bench_${index}.md-meta.xml`, record(`Bench ${index}`, values));
    }
  }
  const contents = readSourcePackage(
    [...files].map(([path, text]) => ({ path: `${FOLDER}/${path}`, read: () => Buffer.from(text) })),
    '67.0',
  );
  const outcome = org.metadata.deployPackage(admin, contents, {
    checkOnly: false,
    rollbackOnError: true,
    ignoreWarnings: false,
    purgeOnDelete: false,
    singlePackage: true,
    testLevel: 'NoTestRun',
    runTests: [],
  });
  const problems = outcome.messages.filter(({ problemType }) => problemType === 'Error');
  if (!outcome.success) throw new Error(problems.map(({ fileName, problem }) => `${fileName}: ${problem}`).join('\n'));
}

/** Assigns the group with the held sets to users. */
export function assignGroup(org: LocalOrg, actorId: string, userIds: string[]): void {
  const groupId = org.data.rows('PermissionSetGroup', { DeveloperName: GROUP })[0]!['Id'] as string;
  for (let start = 0; start < userIds.length; start += BATCH) {
    const rows = userIds
      .slice(start, start + BATCH)
      .map((AssigneeId): RecordValues => ({ AssigneeId, PermissionSetGroupId: groupId }));
    org.data.insert('PermissionSetAssignment', rows, { ...SYSTEM, actor: { userId: actorId }, allOrNone: true });
  }
}

function source(username: string): string {
  return record('Bench', {
    Idp_Kind__c: 'Other',
    Deprovisioning_Mode__c: 'FreezeThenDeactivate',
    Integration_Usernames__c: username,
    Is_Active__c: true,
    Grace_Minutes__c: 0,
    Uses_Sso__c: false,
  });
}

/** Every second rule also looks at a field of the user, which all users of the bench satisfy. */
function ruleOf(index: number): Record<string, Record<string, string | number | boolean>> {
  const Rule__c = `Bench_${index}`;
  return {
    Entitlement_Rule: {
      Source__c: 'Bench',
      Effect__c: 'Require',
      Criteria_Logic__c: 'All',
      Severity__c: 'Medium',
      Is_Active__c: true,
    },
    Entitlement_Criterion:
      index % 2 === 0
        ? { Rule__c, Type__c: 'Always' }
        : { Rule__c, Type__c: 'UserField', Field__c: 'Department', Operator__c: 'NotEquals', Value__c: 'Nowhere' },
    Entitlement_Grant: { Rule__c, Type__c: 'PermissionSet', Entitlement_Name__c: setName(index) },
  };
}

function permissionSet(index: number): string {
  const label = setName(index).replaceAll('_', ' ');
  return `${HEAD}<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><label>${label}</label></PermissionSet>`;
}

function group(): string {
  const held = Array.from({ length: RULES - MISSING }, (_unused, index) => setName(index));
  const members = held.map((name) => `<permissionSets>${name}</permissionSets>`).join('');
  return `${HEAD}<PermissionSetGroup xmlns="http://soap.sforce.com/2006/04/metadata"><label>Bench</label>${members}<status>Updated</status></PermissionSetGroup>`;
}

function record(label: string, values: Record<string, string | number | boolean>): string {
  const type = { string: 'xsd:string', number: 'xsd:double', boolean: 'xsd:boolean' };
  const fields = Object.entries(values).map(
    ([field, value]) =>
      `<values><field>${field}</field><value xsi:type="${type[typeof value as keyof typeof type]}">${value}</value></values>`,
  );
  return `${HEAD}<CustomMetadata ${NAMESPACES}><label>${label}</label><protected>false</protected>${fields.join('')}</CustomMetadata>`;
}
