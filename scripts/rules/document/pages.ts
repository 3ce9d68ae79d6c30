/** The documents that a rule book makes by itself, for people who never open Salesforce's setup. */
import { words, type Criterion, type Grant, type Rule, type RuleBook, type Source } from '../model.ts';
import type { Block, Page } from './blocks.ts';

/** Attribute mapping, entitlement mapping, deprovisioning runbook and access-review sheet. */
export function pagesOf(book: RuleBook): Page[] {
  return [attributeMapping(book), entitlementMapping(book), runbook(book), accessReview(book)];
}

/** SCIM paths of the User fields that rules usually look at (reference/scim.md §2.1, §2.2). */
const SCIM_PATHS: Record<string, string> = {
  department: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
  division: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division',
  employeenumber: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber',
  managerid: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager',
  title: 'title',
  country: 'addresses.country',
  city: 'addresses.locality',
  state: 'addresses.region',
  street: 'addresses.streetAddress',
  postalcode: 'addresses.postalCode',
  email: 'emails',
  username: 'userName',
  firstname: 'name.givenName',
  lastname: 'name.familyName',
  federationidentifier: 'externalId',
  languagelocalekey: 'preferredLanguage',
  localesidkey: 'locale',
  timezonesidkey: 'timezone',
  isactive: 'active',
};

function attributeMapping({ sources, rules }: RuleBook): Page {
  return {
    name: 'attribute-mapping',
    title: 'Attribute mapping',
    blocks: [
      paragraph(
        'What the identity provider has to send so that the rules can tell who should hold what. An attribute that is not mapped makes its rules apply to nobody.',
      ),
      ...sources.flatMap((source): Block[] => {
        const fields = fieldsOf(rules.filter((rule) => appliesTo(rule, source)));
        return [
          heading(source.label),
          table(
            ['Salesforce field', 'SCIM attribute', 'Needed for', 'Values that matter'],
            [
              ['Username', 'userName', 'every user', 'in the form of an e-mail address, unique in all Salesforce orgs'],
              ['Profile', 'entitlements (exactly one profile id)', 'every user', profilesOf(rules, source)],
              ...(source.usesSso
                ? [['FederationIdentifier', 'externalId', 'single sign-on', 'the immutable id of the directory']]
                : []),
              ...[...fields].map(([field, uses]) => [
                field,
                SCIM_PATHS[field.toLowerCase()] ?? 'a custom attribute of the Salesforce extension',
                [...new Set(uses.map(({ rule }) => rule.label))].join('; '),
                [...new Set(uses.map(({ criterion }) => conditionText(criterion)))].join('; '),
              ]),
            ],
          ),
        ];
      }),
    ],
  };
}

function entitlementMapping({ sources, rules }: RuleBook): Page {
  return {
    name: 'entitlement-mapping',
    title: 'Entitlement mapping',
    blocks: [
      paragraph('Which users hold which entitlements, and why.'),
      ...sources.flatMap((source): Block[] => [
        heading(source.label),
        table(
          ['Who', 'Group of the identity provider', 'Entitlements', 'Severity', 'Why'],
          rules
            .filter((rule) => appliesTo(rule, source) && rule.isActive)
            .map((rule) => [
              whoText(rule),
              rule.idpGroup ?? '',
              `${rule.effect === 'Allow' ? 'may hold: ' : ''}${rule.grants.map(grantText).join('; ')}`,
              rule.effect === 'Allow' ? '' : rule.severity,
              rule.rationale ?? '',
            ]),
        ),
      ]),
    ],
  };
}

function runbook({ sources }: RuleBook): Page {
  return {
    name: 'deprovisioning-runbook',
    title: 'Deprovisioning runbook',
    blocks: [
      paragraph(
        'Salesforce never deletes users. A leaver is frozen at once, which stops the login and keeps the license, and deactivated, which frees the license.',
      ),
      ...sources.flatMap((source): Block[] => [
        heading(source.label),
        table(
          ['What', 'For this source'],
          [
            ['How leavers leave', leavingText(source)],
            [
              'Deadline',
              source.deadlineMinutes === null ? 'none is set' : `${source.deadlineMinutes} minutes after freezing`,
            ],
            ['Who takes over', source.successor ?? 'nobody is named; choose somebody for each leaver'],
            ['Identity of the provider in Salesforce', source.integrationUsernames.join(', ') || 'none is named'],
          ],
        ),
        { kind: 'list', isOrdered: true, items: STEPS },
      ]),
    ],
  };
}

/** In the order of the console's leaving steps (docs/admin-guide.md). */
const STEPS = [
  'Freeze the user.',
  'Revoke sessions.',
  'Revoke OAuth tokens.',
  'Find what blocks a deactivation: default owner of cases or leads, default workflow user, queues, scheduled jobs, hierarchy fields.',
  'Reassign what the leaver owns.',
  'Deactivate the user.',
  'Verify: inactive, no session, no token, no permission set license.',
];

function accessReview({ sources, rules }: RuleBook): Page {
  return {
    name: 'access-review',
    title: 'Access review',
    blocks: [
      paragraph('One line an entitlement. The reviewer confirms that the rule is still right, or says what changes.'),
      table(
        ['Source', 'Entitlement', 'Rule', 'Who', 'Still right?', 'Reviewer', 'Date'],
        sources.flatMap((source) =>
          rules
            .filter((rule) => rule.isActive && appliesTo(rule, source))
            .flatMap((rule) =>
              rule.grants.map((grant) => [source.label, grantText(grant), rule.label, whoText(rule), '', '', '']),
            ),
        ),
      ),
    ],
  };
}

const heading = (text: string): Block => ({ kind: 'heading', level: 2, text });
const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
const table = (head: string[], rows: string[][]): Block => ({ kind: 'table', head, rows });

/** An Allow rule without source counts for every source. */
const appliesTo = (rule: Rule, source: Source): boolean => rule.source === source.name || rule.source === null;

function fieldsOf(rules: Rule[]): Map<string, { rule: Rule; criterion: Criterion }[]> {
  const uses = rules.flatMap((rule) =>
    rule.criteria.flatMap((criterion) => (criterion.field ? [{ rule, criterion, field: criterion.field }] : [])),
  );
  return new Map(
    Object.entries(Object.groupBy(uses, ({ field }) => field)).map(([field, found]) => [field, found ?? []]),
  );
}

function profilesOf(rules: Rule[], source: Source): string {
  const named = rules
    .filter((rule) => appliesTo(rule, source) && rule.effect === 'Require')
    .flatMap(({ grants }) => grants.filter(({ type }) => type === 'Profile').map(({ entitlement }) => entitlement));
  return [...new Set(named)].join('; ') || 'no rule says which';
}

function whoText(rule: Rule): string {
  const joined = rule.criteria.map(criterionText).join(rule.logic === 'Any' ? ' or ' : ' and ');
  return joined || 'nobody';
}

function criterionText(criterion: Criterion): string {
  if (criterion.type === 'Always') return 'everybody of the source';
  if (criterion.type === 'UserField') return `${criterion.field} ${conditionText(criterion)}`;
  return `${words(criterion.type)} ${criterion.value}`;
}

const conditionText = ({ operator, value }: Criterion): string =>
  [operator ? words(operator) : '', value ?? ''].filter(Boolean).join(' ');

const grantText = ({ type, entitlement }: Grant): string => `${words(type)} ${entitlement}`;

function leavingText({ leavingMode }: Source): string {
  return leavingMode === 'FreezeThenDeactivate'
    ? 'frozen first, deactivated within the deadline'
    : 'the identity provider deactivates at once';
}
