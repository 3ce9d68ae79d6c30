/** Every error that the reference lists, in its exact words, and what explain makes of it. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { explain } from '../../../../scripts/explain/index.ts';
import { knowledge } from '../../../../scripts/explain/knowledge.ts';

const ROOT = path.join(import.meta.dirname, '../../../..');
const REFERENCE = readFileSync(path.join(ROOT, 'docs/reference/scim.md'), 'utf8');
const ID = '00e000000000001AAA';

/** Texts of §1.9 by row, placeholders filled in, and the entry that explains each. */
const ROWS: Record<string, [text: string, code: string][]> = {
  '1': [['REQUIRED_FIELD_MISSING:user_must_have_one_entitlement_which_must_be_a_profileid;', 'scim-profile-missing']],
  '2': [['REQUIRED_FIELD_MISSING:userName;', 'scim-required-attribute']],
  '3': [
    ['REQUIRED_FIELD_MISSING:name.familyName;', 'scim-required-attribute'],
    ['REQUIRED_FIELD_MISSING:name.familyName;REQUIRED_FIELD_MISSING:name.familyName;', 'scim-required-attribute'],
  ],
  '4': [['REQUIRED_FIELD_MISSING:email;', 'scim-required-attribute']],
  '5': [['INVALID:only_a_single_email_is_allowed;', 'scim-single-value']],
  '6': [['INVALID:only_a_single_address_is_allowed;', 'scim-single-value']],
  '7': [['INVALID:only_a_single_phone_is_allowed', 'scim-single-value']],
  '8': [['INVALID:user_must_have_only_one_role;', 'scim-one-role']],
  '9': [['INVALID:id_attribute_is_readonly;', 'scim-id-readonly']],
  '10': [['INVALID:externalId_not_available_in_your_organization;', 'scim-external-id-hidden']],
  '11': ['name.middleName', 'name.honorificPrefix', 'name.honorificSuffix', 'costCenter'].map((name) => [
    `UNSUPPORTED_FIELD:${name};`,
    'scim-unsupported-attribute',
  ]),
  '12': [[`INVALID: profile id is invalid : ${ID}`, 'scim-profile-unknown']],
  '13': [['INVALID:unsupported field type for field : Photo__c', 'scim-custom-field-type']],
  '14': [['INVALID:Permission set Quote needs something;', 'scim-assignment-refused']],
  '14b': [],
  '15': [
    [
      'Insert failed. First exception on row 0; first error: DUPLICATE_COMM_NICKNAME, Duplicate Nickname.<br>Another user has already selected this nickname.<br>Please select another.: [CommunityNickname]',
      'duplicate-nickname',
    ],
  ],
  '16': [
    ['Expecting START_ARRAY But Found VALUE_STRING while parsing emails', 'scim-json-type'],
    ['Expecting START_OBJECT But Found START_ARRAY while parsing name', 'scim-json-type'],
    ['Expecting VALUE_STRING But Found VALUE_NUMBER_INT while parsing title', 'scim-json-type'],
    ['Expecting BOOLEAN But Found VALUE_STRING while parsing active', 'scim-json-type'],
  ],
  '17': [
    ['Improper Schema.', 'scim-schema'],
    ['Invalid Schema', 'scim-schema'],
    ['Improper Operations', 'scim-schema'],
  ],
  '18': [['INVALID entitlement id: 0PG000000000001AAA', 'scim-entitlement-kind']],
  '19': [[`INVALID: cannot have multiple profiles: (${ID}, ${ID})`, 'scim-many-profiles']],
  '20': [
    ['INVALID: User can only have one email', 'scim-single-value'],
    ['INVALID: User can only have one address', 'scim-single-value'],
  ],
  '21': [
    ['UNSUPPORTED_FIELD: photos', 'scim-unsupported-attribute'],
    ['FIELD CANNOT BE NULL: alias', 'scim-cannot-be-null'],
  ],
  '22': [
    ['INPROPER Operation: move', 'scim-operation'],
    ['MISING PATH', 'scim-operation'],
  ],
  '23': [
    ['No such resource', 'scim-not-found'],
    ['No such resource.', 'scim-not-found'],
  ],
  '24': [[`Resource https://host/services/scim/v2/Users/${ID} not found`, 'scim-not-found']],
  '25': [
    ['Cannot add a profile to an existing user', 'scim-many-profiles'],
    ['Cannot remove a profile from an existing user', 'scim-many-profiles'],
  ],
  '26': [
    ["Cannot 'add' role to user who already has a role. Use 'replace'", 'scim-role-state'],
    ["Cannot remove a role that the user doesn't have", 'scim-role-state'],
  ],
  '27': [['Method not supported', 'scim-method']],
  '28': [
    ['x FIELD_INTEGRITY_EXCEPTIONs likely caused by attempted assignment to wrong User license.', 'scim-group-license'],
  ],
  '29': [
    [
      'An unexpected error occurred. Please include this ErrorId if you contact support: 1860233312-48374 (-740188281)',
      'scim-sso-profile',
    ],
  ],
};

const section = (from: string, to: string): string => REFERENCE.slice(REFERENCE.indexOf(from), REFERENCE.indexOf(to));
const first = (text: string): string | undefined => explain(text).explanations[0]?.code;

describe('the details of the SCIM service (reference/scim.md §1.9)', () => {
  const listed = [...section('### 1.9', '**Platform messages**').matchAll(/^\| (\d+b?) \|/gm)].map(([, row]) => row);

  it('are all tried here, row by row', () => {
    expect(listed.length).toBeGreaterThanOrEqual(30);
    expect(Object.keys(ROWS).toSorted()).toEqual(listed.toSorted());
  });

  it.each(Object.entries(ROWS).flatMap(([row, texts]) => texts.map(([text, code]) => [row, text, code])))(
    'row %s: %s',
    (_, text, code) => {
      expect(first(text as string)).toBe(code);
      const body = `{"schemas":"["urn:ietf:params:scim:api:messages:2.0:Error"]","detail":"${text}","status":409}`;
      expect(first(body)).toBe(code);
    },
  );
});

describe('filters and paging (reference/scim.md §1.4, §1.5)', () => {
  it.each([
    ['Illegal count value : 0', 'scim-paging'],
    ['Illegal startIndex value : x', 'scim-paging'],
    ['Illegal startIndex value: 0', 'scim-paging'],
    [
      'Start index too big. Consider filtering down your result set, e.g. id gt "(the last id in the result set)"',
      'scim-paging-end',
    ],
    ['Cannot provide both attributes and excludedAttributes', 'scim-attributes-both'],
    ['Unsupported attribute: shoeSize', 'scim-filter-attribute'],
    ['Argument has to be a quoted string literal : true', 'scim-filter-value'],
    ['Unsupported attribute : USERNAME', 'scim-filter-attribute'],
    ['Unsupported Operator : like', 'scim-filter-syntax'],
    ['Complex attribute name. Please specify subattribute.', 'scim-filter-attribute'],
    ['Illegal token : ]', 'scim-filter-syntax'],
    ['Unbalanced brackets, check your filter', 'scim-filter-syntax'],
    ['Only one membership criteria allowed in filter.', 'scim-filter-membership'],
    ['Unsupported comparison for entitlements field', 'scim-filter-membership'],
  ])('%s', (text, code) => {
    expect(first(text)).toBe(code);
  });
});

describe('what the platform says (reference/scim.md §1.9, §6, §7)', () => {
  it.each([
    [
      "DUPLICATE_USERNAME, Duplicate Username.<br>The username already exists in this or another Salesforce organization. Usernames must be unique across all Salesforce organizations. To resolve, use a different username (it doesn't need to match the user's email address). : [Username]",
      'duplicate-username',
    ],
    ['LICENSE_LIMIT_EXCEEDED, License Limit Exceeded - Customer Community: []', 'license-limit'],
    [
      'FIELD_INTEGRITY_EXCEPTION, Username must be in the form of an email address (for example, john@acme.com): Username: [Username]',
      'username-form',
    ],
    [
      "User's Profile can't be set to 'Identity User' because it's derived from a license that doesn't require the following permission(s): ChatterinternalUser. Select a different profile.",
      'profile-license-mismatch',
    ],
    ['PROFILE_NAME_LOOKUP_ERROR', 'profile-lookup'],
    ['ROLE_NAME_LOOKUP_ERROR', 'role-lookup'],
    ['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: TimeZoneSidKey', 'restricted-picklist'],
    ['INVALID_OPERATION: SOAP API login() is disabled by default in this org', 'soap-login-disabled'],
    ['INSUFFICIENT_ACCESS: SOAP API login() requires the Use Any API Auth user permission', 'soap-login-permission'],
    [
      'You cannot deactivate this user. You cannot deactivate a user who is the default owner of cases',
      'deactivate-case-owner',
    ],
    ['You cannot deactivate the Default Workflow User', 'deactivate-workflow-user'],
    ['You cannot disable the Web to Lead Default Creator.', 'deactivate-web-to-lead'],
    ['Cannot inactivate user that is the value of a hierarchy field:Manager', 'deactivate-hierarchy'],
    ['[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]', 'session-invalid'],
    ['Unauthorized', 'unauthorized'],
  ])('%s', (text, code) => {
    expect(first(text)).toBe(code);
  });
});

describe("the codes of Entra's log", () => {
  const names = [...section('**What Entra shows**', 'Failed objects are retried').matchAll(/^\| (`.*?) \| /gm)]
    .flatMap(([, cell]) => [...(cell as string).matchAll(/`(?:\.\.\.)?(\w+)`/g)])
    .map(([, name]) => name as string);

  it('are all those of the reference', () => {
    expect(names.length).toBeGreaterThan(28);
  });

  it.each(names)('%s is known by itself, and in the JSON of a log entry', (name) => {
    expect(explain(name).certain).toBe(true);
    expect(explain(JSON.stringify({ provisioningStatusInfo: { errorInformation: { errorCode: name } } })).certain).toBe(
      true,
    );
  });
});

describe('errors of this project', () => {
  const files = (folder: string, ending: string): string[] =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith(ending))
      .map((name) => path.join(ROOT, folder, name));
  const matches = (folder: string, ending: string, pattern: RegExp): string[] => [
    ...new Set(
      files(folder, ending).flatMap((file) =>
        [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, name]) => name as string),
      ),
    ),
  ];
  const known = new Set(knowledge().map(({ code }) => code));

  it('are all explained: those that commands raise', () => {
    const raised = matches('scripts', '.ts', /new ScimError\(\s*'(\w+)'/g);
    expect(raised.length).toBeGreaterThan(50);
    expect(raised.filter((name) => !known.has(name) && !explain(name).certain)).toEqual([]);
  });

  it('are all explained: those that the REST resource answers with', () => {
    const answered = matches(
      'force-app/main/default/classes/rest',
      'Rest.*.cls'.slice(-4),
      /(?:of\(\s*[\w.]+,|require\([^;]*?,)\s*'([A-Z]+(?:_[A-Z]+)+)'/g,
    );
    expect(answered.length).toBeGreaterThan(8);
    expect(answered.filter((name) => !explain(name).certain)).toEqual([]);
  });
});
