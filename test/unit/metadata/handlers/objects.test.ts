import { beforeEach, describe, expect, it } from '@jest/globals';
import { manifest, problems, problemTexts, SETTING, testOrg, WIDGET, xml } from '../support/package.ts';
import type { Files, TestOrg } from '../support/package.ts';

const WIDGET_MEMBERS = manifest({ CustomObject: ['Widget__c'] });

function object(body: string, name = 'Widget__c'): Files {
  return { 'package.xml': manifest({ CustomObject: [name] }), [`objects/${name}.object`]: xml('CustomObject', body) };
}

function field(body: string, name = 'Widget__c'): Files {
  return {
    'package.xml': manifest({ CustomField: [`${name}.F__c`] }),
    [`objects/${name}.object`]: xml(
      'CustomObject',
      `<fields><fullName>F__c</fullName><label>F</label>${body}</fields>`,
    ),
  };
}

describe('a standard object', () => {
  it('takes an organization-wide default, which then decides who sees its rows', () => {
    const org = testOrg();
    expect(org.data.schema.get('Opportunity').sharingModel).toBe('ReadWrite');
    const deploy = () => org.deploy(object('<sharingModel>Private</sharingModel>', 'Opportunity'));
    expect(deploy().status).toBe('Succeeded');
    const opportunity = org.data.schema.get('Opportunity');
    expect(opportunity.sharingModel).toBe('Private');
    expect(org.data.access.visibleRows('005000000000000AAA', opportunity)).not.toBeNull();
    org.data.schema.reload();
    expect(org.data.schema.get('opportunity').sharingModel).toBe('Private');
  });

  it('keeps its default when the deploy fails', () => {
    const org = testOrg();
    org.deploy({
      'package.xml': manifest({ CustomObject: ['Opportunity', 'Bad__c'] }),
      'objects/Opportunity.object': xml('CustomObject', '<sharingModel>Private</sharingModel>'),
      'objects/Bad__c.object': xml('CustomObject', '<label>Bad</label>'),
    });
    expect(org.data.schema.get('Opportunity').sharingModel).toBe('ReadWrite');
  });

  it('is refused by name where defaults do not decide who sees its rows', () => {
    expect(problemTexts(testOrg().deploy(object('<sharingModel>Private</sharingModel>', 'User')))).toEqual([
      'Not available for deploy in the embedded org: sharingModel of User',
    ]);
  });
});

describe('CustomObject', () => {
  let org: TestOrg;
  beforeEach(() => {
    org = testOrg();
  });

  it('makes an object with its fields, which can be used at once', () => {
    const outcome = org.deploy({ 'package.xml': WIDGET_MEMBERS, ...WIDGET });
    expect(outcome.status).toBe('Succeeded');
    expect(org.data.schema.get('widget__c')).toMatchObject({
      name: 'Widget__c',
      label: 'Widget',
      labelPlural: 'Widgets',
      sharingModel: 'Private',
      kind: 'custom',
    });
    expect(org.data.schema.field('Widget__c', 'Code__c')).toMatchObject({
      type: 'string',
      length: 40,
      nillable: true,
      permissionable: true,
    });
    expect(org.data.schema.field('Widget__c', 'Owner_Name__c')).toMatchObject({
      nillable: false,
      permissionable: false,
    });
  });

  it.each(['PublishAfterCommit', 'PublishImmediately'] as const)(
    'makes an event that is published by %s',
    (publishBehavior) => {
      const body =
        '<deploymentStatus>Deployed</deploymentStatus><eventType>HighVolume</eventType><label>Gap</label>' +
        `<pluralLabel>Gaps</pluralLabel><publishBehavior>${publishBehavior}</publishBehavior>`;
      expect(problemTexts(org.deploy(object(body, 'Gap__e')))).toEqual([]);
      expect(org.data.schema.get('Gap__e').publishBehavior).toBe(publishBehavior);
    },
  );

  it('changes nothing when it is deployed again', () => {
    const files = { 'package.xml': WIDGET_MEMBERS, ...WIDGET };
    expect(org.deploy(files).messages.every(({ created, changed }) => created && changed)).toBe(true);
    expect(org.deploy(files).messages.every(({ created, changed }) => !created && !changed)).toBe(true);
  });

  it('takes picklists in their form until API 37, and lets a formula of type Checkbox be hidden', () => {
    const values = ['New', 'Sold'].map(
      (name) => `<picklistValues><fullName>${name}</fullName><default>false</default></picklistValues>`,
    );
    const fields = `<fields><fullName>State__c</fullName><label>State</label><picklist>${values.join('')}<sorted>false</sorted></picklist><type>Picklist</type></fields><fields><fullName>Is_New__c</fullName><formula>ISPICKVAL(State__c, "New")</formula><label>Is New</label><type>Checkbox</type></fields>`;
    const body = `<deploymentStatus>Deployed</deploymentStatus>${fields}<label>W</label><nameField><label>N</label><type>Text</type></nameField><pluralLabel>W</pluralLabel><sharingModel>Read</sharingModel>`;
    expect(problemTexts(org.deploy(object(body)))).toEqual([]);
    expect(org.data.schema.field('Widget__c', 'State__c')?.picklistValues.map(({ value }) => value)).toEqual([
      'New',
      'Sold',
    ]);
    expect(org.data.schema.field('Widget__c', 'Is_New__c')?.permissionable).toBe(true);
  });

  it('lacks what a new object needs, all at once', () => {
    expect(problemTexts(org.deploy(object('<label>W</label>')))).toEqual([
      'Required field is missing: pluralLabel',
      'Required field is missing: deploymentStatus',
      'Required field is missing: sharingModel',
      'Must specify a nameField of type Text or AutoNumber',
    ]);
  });

  it('wants a display format for an auto-number name', () => {
    const body =
      '<deploymentStatus>Deployed</deploymentStatus><label>W</label><nameField><displayFormat>W-</displayFormat><label>No</label><type>AutoNumber</type></nameField><pluralLabel>W</pluralLabel><sharingModel>Read</sharingModel>';
    expect(problemTexts(org.deploy(object(body)))[0]).toMatch(/displayFormat/);
    expect(org.deploy(object(body.replace('W-<', 'W-{0000}<'))).status).toBe('Succeeded');
    expect(org.data.schema.field('Widget__c', 'Name')).toMatchObject({
      autoNumber: true,
      displayFormat: 'W-{0000}',
      createable: false,
    });
  });

  it.each([
    ['Bad__Name__c', /Object Name field can only contain/],
    ['Acount', /bad value for restricted picklist field: Acount/],
    ['Territory', /Not available for deploy in the embedded org: the object Territory/],
    ['Warehouse', /Not available for deploy in the embedded org: the object Warehouse/],
    ['X__x', /Not available for deploy in the embedded org/],
  ])('refuses an object named %s', (name, text) => {
    expect(problemTexts(org.deploy(object('<label>W</label>', name)))[0]).toMatch(text);
  });

  it('keeps what it does not know of a standard object without changing it', () => {
    expect(org.deploy(object('<enableFeeds>true</enableFeeds>', 'Account')).messages[0]).toMatchObject({
      success: true,
      created: false,
    });
  });

  it('refuses on a custom metadata type what only objects have', () => {
    expect(
      problemTexts(
        org.deploy(
          object('<label>S</label>\n<pluralLabel>S</pluralLabel>\n<sharingModel>Read</sharingModel>', 'S__mdt'),
        ),
      ),
    ).toEqual(['sharingModel is not available for a custom metadata type']);
  });

  it('goes away with everything that hangs on it', () => {
    org.deploy({ 'package.xml': WIDGET_MEMBERS, ...WIDGET });
    const outcome = org.deploy({
      'package.xml': manifest({}),
      'destructiveChanges.xml': manifest({ CustomObject: ['Widget__c'] }),
    });
    expect(outcome.messages).toMatchObject([{ componentType: 'CustomObject', deleted: true, success: true }]);
    expect(org.data.schema.find('Widget__c')).toBeUndefined();
    expect(org.metadata.components('CustomField')).toEqual([]);
  });
});

describe('CustomField', () => {
  let org: TestOrg;
  beforeEach(() => {
    org = testOrg();
    org.deploy({ 'package.xml': WIDGET_MEMBERS, ...WIDGET });
  });

  it.each([
    ['<defaultValue>true</defaultValue><type>Checkbox</type>', { type: 'boolean', defaultValue: true }],
    ['<precision>8</precision><scale>2</scale><type>Number</type>', { type: 'double', precision: 8, scale: 2 }],
    ['<type>Date</type>', { type: 'date' }],
    ['<type>DateTime</type>', { type: 'datetime', groupable: false }],
    [
      '<type>Email</type><unique>true</unique><externalId>true</externalId>',
      { type: 'email', unique: true, externalId: true, idLookup: true },
    ],
    [
      '<length>1000</length><type>LongTextArea</type><visibleLines>3</visibleLines>',
      { type: 'textarea', length: 1000, filterable: false },
    ],
    [
      '<displayFormat>F-{000}</displayFormat><type>AutoNumber</type>',
      { autoNumber: true, displayFormat: 'F-{000}', createable: false },
    ],
    [
      '<defaultValue>"new"</defaultValue><length>10</length><type>Text</type>',
      { defaultValue: 'new', defaultedOnCreate: true },
    ],
    [
      '<referenceTo>User</referenceTo><relationshipName>Widgets</relationshipName><type>Lookup</type>',
      { type: 'reference', referenceTo: ['User'], relationshipName: 'F__r', childRelationshipName: 'Widgets' },
    ],
  ])('describes %s', (body, expected) => {
    expect(problemTexts(org.deploy(field(body)))).toEqual([]);
    expect(org.data.schema.field('Widget__c', 'F__c')).toMatchObject(expected);
  });

  it('takes its picklist values from a global value set', () => {
    expect(
      problemTexts(
        org.deploy({
          ...field(
            '<type>Picklist</type><valueSet><restricted>true</restricted><valueSetName>Colors</valueSetName></valueSet>',
          ),
          'package.xml': manifest({ CustomField: ['Widget__c.F__c'], GlobalValueSet: ['Colors'] }),
          'globalValueSets/Colors.globalValueSet': xml(
            'GlobalValueSet',
            '<customValue><fullName>Red</fullName><default>false</default><label>Red!</label></customValue><masterLabel>Colors</masterLabel><sorted>false</sorted>',
          ),
        }),
      ),
    ).toEqual([]);
    expect(org.data.schema.field('Widget__c', 'F__c')?.picklistValues).toEqual([
      { value: 'Red', label: 'Red!', active: true, defaultValue: false },
    ]);
  });

  it.each([
    ['<type>Text</type>', "Must specify 'length' for a CustomField of type Text"],
    ['<length>300</length><type>Text</type>', "Value for field 'length' is out of range: 300 (allowed 1 to 255)"],
    ['<precision>3</precision><scale>4</scale><type>Number</type>', 'Scale must be less than or equal to precision'],
    ['<externalId>true</externalId><type>Date</type>', "Cannot set 'externalId' on a CustomField of type Date"],
    ['<type>Date</type><unique>true</unique>', "Cannot set 'unique' on a CustomField of type Date"],
    ['<type>Lookup</type>', "Must specify 'referenceTo' for a CustomField of type Lookup"],
    [
      '<referenceTo>Nope__c</referenceTo><type>Lookup</type>',
      "referenceTo value of 'Nope__c' does not resolve to a valid sObject type",
    ],
    [
      '<deleteConstraint>Restrict</deleteConstraint><referenceTo>User</referenceTo><type>Lookup</type>',
      'A lookup to User cannot be required and its deleteConstraint must be SetNull',
    ],
    [
      '<referenceTo>Account</referenceTo><required>true</required><type>Lookup</type>',
      'field integrity exception: unknown (must specify either cascade delete or restrict delete for required lookup foreign key)',
    ],
    [
      '<type>Picklist</type><valueSet><valueSetName>Nope</valueSetName></valueSet>',
      'In field: valueSetName - no GlobalValueSet named Nope found',
    ],
    [
      '<type>Picklist</type><valueSet><restricted>true</restricted></valueSet>',
      "Must specify either 'valueSetDefinition' or 'valueSetName' in a valueSet",
    ],
    ['<displayFormat>none</displayFormat><type>AutoNumber</type>', "'displayFormat' must contain the number as {0}"],
    [
      '<formula>1</formula><precision>3</precision><scale>0</scale><type>Number</type><unique>true</unique>',
      "Cannot set 'unique' on a formula field",
    ],
    [
      '<fieldManageability>DeveloperControlled</fieldManageability><type>Date</type>',
      'fieldManageability is only available on custom metadata types',
    ],
    [
      '<referenceTo>Account</referenceTo><relationshipName>W</relationshipName><type>MasterDetail</type>',
      'Cannot set sharingModel to Private on a CustomObject with a MasterDetail relationship field',
    ],
    ['<formula>Nope__c</formula><type>Text</type>', 'Field Nope__c does not exist. Check spelling.'],
    ['<formula>1</formula><type>Email</type>', "Cannot set 'formula' on a CustomField of type Email"],
    [
      '<defaultValue>TODAY()</defaultValue><length>5</length><type>Text</type>',
      'Formula result is data type (Date), incompatible with expected data type (Text).',
    ],
    ['<type>EncryptedText</type>', 'Not available for deploy in the embedded org: fields of type EncryptedText'],
    ['<type>Location</type>', "Must specify 'scale' for a CustomField of type Location"],
    [
      '<summaryForeignKey>Contact.Nope__c</summaryForeignKey><summaryOperation>count</summaryOperation><type>Summary</type>',
      'In field: summaryForeignKey - no CustomField named Contact.Nope__c found',
    ],
    [
      '<summaryForeignKey>Contact.AccountId</summaryForeignKey><summaryOperation>count</summaryOperation><type>Summary</type>',
      'Summary foreign key must be a master-detail field to this object',
    ],
    ['', 'Required field is missing: type'],
  ])('refuses %s', (body, problem) => {
    expect(problemTexts(org.deploy(field(body)))).toContain(problem);
  });

  it('takes formulas that name fields of the same deploy, in any order, and of labels that come later', () => {
    const outcome = org.deploy({
      'package.xml': manifest({ CustomField: ['Widget__c.A__c', 'Widget__c.B__c'], CustomLabel: ['Hi'] }),
      'objects/Widget__c.object': xml(
        'CustomObject',
        `<fields><fullName>A__c</fullName><formula>B__c &amp; $Label.Hi</formula><label>A</label><type>Text</type></fields>
<fields><fullName>B__c</fullName><defaultValue>UPPER(&quot;x&quot;)</defaultValue><label>B</label><length>5</length><type>Text</type></fields>`,
      ),
      'labels/CustomLabels.labels': xml(
        'CustomLabels',
        '<labels><fullName>Hi</fullName><language>en_US</language><protected>false</protected><shortDescription>Hi</shortDescription><value>Hi</value></labels>',
      ),
    });
    expect(problemTexts(outcome)).toEqual([]);
    expect(org.data.schema.field('Widget__c', 'A__c')).toMatchObject({
      calculated: true,
      formula: 'B__c & $Label.Hi',
      blankAsZero: true,
      createable: false,
      length: 1300,
    });
  });

  it('makes roll-up summaries over details of the same deploy, and locations of two numbers', () => {
    const outcome = org.deploy({
      'package.xml': manifest({
        CustomObject: ['Part__c'],
        CustomField: ['Widget__c.Heaviest__c', 'Widget__c.Place__c', 'Widget__c.Twice__c'],
      }),
      'objects/Widget__c.object': xml(
        'CustomObject',
        `<fields><fullName>Heaviest__c</fullName><label>Heaviest</label><summarizedField>Part__c.Weight__c</summarizedField><summaryFilterItems><field>Part__c.Used__c</field><operation>equals</operation><value>True</value></summaryFilterItems><summaryForeignKey>Part__c.Widget__c</summaryForeignKey><summaryOperation>max</summaryOperation><type>Summary</type></fields>
<fields><fullName>Place__c</fullName><displayLocationInDecimal>true</displayLocationInDecimal><label>Place</label><scale>4</scale><type>Location</type></fields>
<fields><fullName>Twice__c</fullName><formula>Heaviest__c * 2</formula><label>Twice</label><scale>1</scale><type>Number</type></fields>`,
      ),
      'objects/Part__c.object': xml(
        'CustomObject',
        `<deploymentStatus>Deployed</deploymentStatus>
<fields><fullName>Widget__c</fullName><label>Widget</label><referenceTo>Widget__c</referenceTo><relationshipName>Parts</relationshipName><type>MasterDetail</type></fields>
<fields><fullName>Used__c</fullName><defaultValue>false</defaultValue><label>Used</label><type>Checkbox</type></fields>
<fields><fullName>Weight__c</fullName><label>Weight</label><precision>5</precision><scale>1</scale><type>Number</type></fields>
<label>Part</label><nameField><label>Part</label><type>Text</type></nameField><pluralLabel>Parts</pluralLabel><sharingModel>ControlledByParent</sharingModel>`,
      ),
    });
    expect(problemTexts(outcome)).toEqual([]);
    const system = { mode: 'system', sharing: false, actor: org.actor, allOrNone: true } as const;
    const widget = org.data.insert('Widget__c', [{ Name: 'W', Owner_Name__c: 'o', Place__Latitude__s: 1 }], system)[0]
      ?.id;
    for (const [Weight__c, Used__c] of [
      [2.5, true],
      [9, false],
    ] as const)
      org.data.insert('Part__c', [{ Name: 'P', Widget__c: widget ?? null, Weight__c, Used__c }], system);
    expect(org.data.query('SELECT Heaviest__c, Twice__c FROM Widget__c', system).records[0]?.values).toEqual({
      Heaviest__c: 2.5,
      Twice__c: 5,
    });
  });

  it('keeps lookups to what their filter lets through', () => {
    const filtered = (body: string, name = 'Widget__c') =>
      field(
        `<lookupFilter><active>true</active>${body}<errorMessage>Only shops.</errorMessage><isOptional>false</isOptional></lookupFilter><referenceTo>Account</referenceTo><relationshipName>W</relationshipName><type>Lookup</type>`,
        name,
      );
    const item = (name: string, operation: string, value: string) =>
      `<filterItems><field>${name}</field><operation>${operation}</operation>${value}</filterItems>`;
    const shops = item('Account.Type', 'equals', '<value>Shop, Store</value>');
    const named = item('Account.Name', 'equals', '<valueField>$Source.Code__c</valueField>');
    expect(problemTexts(org.deploy(filtered(`<booleanFilter>1 OR 2</booleanFilter>${shops}${named}`)))).toEqual([]);
    const system = { mode: 'system', sharing: false, actor: org.actor, allOrNone: true } as const;
    const account = (Name: string, Type: string) => org.data.insert('Account', [{ Name, Type }], system)[0]?.id ?? null;
    const widget = (F__c: string | null, Code__c = 'x') =>
      org.data.insert('Widget__c', [{ Name: 'W', Owner_Name__c: 'o', Code__c, F__c }], system)[0]?.errors;
    expect(widget(account('A', 'Store'))).toEqual([]);
    expect(widget(account('B', 'Other'))).toEqual([
      { statusCode: 'FIELD_FILTER_VALIDATION_EXCEPTION', message: 'Only shops.', fields: ['F__c'] },
    ]);
    expect(widget(account('B', 'Other'), 'B')).toEqual([]);
    expect(problemTexts(org.deploy(filtered(item('Account.Nope__c', 'equals', '<value>x</value>'))))).toEqual([
      'Field Nope__c does not exist. Check spelling.',
    ]);
    expect(problemTexts(org.deploy(filtered(item('Account.CreatedDate', 'equals', '<value>x</value>'))))).toEqual([
      'Not available for deploy in the embedded org: dates in a lookup filter',
    ]);
  });

  it('of Activity are fields of tasks and events', () => {
    org.data.query('SELECT Id FROM Task', { mode: 'system', sharing: false, actor: org.actor });
    expect(problemTexts(org.deploy(field('<length>20</length><type>Text</type>', 'Activity')))).toEqual([]);
    const system = { mode: 'system', sharing: false, actor: org.actor, allOrNone: true } as const;
    org.data.insert('Task', [{ Subject: 'x', F__c: 'yes' }], system);
    expect(org.data.query('SELECT F__c FROM Task', system).records[0]?.values).toEqual({ F__c: 'yes' });
    expect(org.data.schema.field('Event', 'F__c')).toMatchObject({ custom: true });
    expect(org.data.schema.names()).not.toContain('Activity');
  });

  it('refuses formulas that refer to each other in a circle', () => {
    const outcome = org.deploy({
      'package.xml': manifest({ CustomField: ['Widget__c.A__c', 'Widget__c.B__c'] }),
      'objects/Widget__c.object': xml(
        'CustomObject',
        `<fields><fullName>A__c</fullName><formula>B__c</formula><label>A</label><type>Text</type></fields>
<fields><fullName>B__c</fullName><formula>A__c</formula><label>B</label><type>Text</type></fields>`,
      ),
    });
    expect(problemTexts(outcome)).toEqual([
      'Formula cannot use another formula field that directly or indirectly refers to itself. A__c',
      'Formula cannot use another formula field that directly or indirectly refers to itself. B__c',
    ]);
  });

  it('refuses duplicate picklist values', () => {
    const value = '<value><fullName>A</fullName><default>false</default><label>A</label></value>';
    expect(
      problemTexts(
        org.deploy(
          field(
            `<type>Picklist</type><valueSet><valueSetDefinition><sorted>false</sorted>${value}${value}</valueSetDefinition></valueSet>`,
          ),
        ),
      ),
    ).toEqual(['Duplicate value found: A']);
  });

  it('points at the line of the wrong element', () => {
    expect(problems(org.deploy(field('\n<length>300</length>\n<type>Text</type>')))[0]).toMatch(
      /^CustomField Widget__c\.F__c 4: /,
    );
  });

  it('wants a real object, a real standard field, and a proper name', () => {
    expect(problemTexts(org.deploy(field('<type>Date</type>', 'Nope__c')))).toEqual([
      'Entity Enumeration Or ID: bad value for restricted picklist field: Nope__c',
    ]);
    const standard = (name: string): Files => ({
      'package.xml': manifest({ CustomField: [`Account.${name}`] }),
      'objects/Account.object': xml('CustomObject', `<fields><fullName>${name}</fullName></fields>`),
    });
    expect(problemTexts(org.deploy(standard('Owner')))).toEqual([]);
    expect(problemTexts(org.deploy(standard('Industri')))).toEqual([
      "Could not resolve standard field's name: Account.Industri",
    ]);
    // What a feature may bring is refused by name, as what this org cannot do.
    expect(problemTexts(org.deploy(standard('Loyalty')))).toEqual([
      'Not available for deploy in the embedded org: the field Account.Loyalty',
    ]);
    expect(problemTexts(org.deploy(field('<type>Date</type>', 'Warehouse')))).toEqual([
      'Not available for deploy in the embedded org: the object Warehouse',
    ]);
    expect(
      problemTexts(
        org.deploy({
          'package.xml': manifest({ CustomField: ['Widget__c.A__b__c'] }),
          'objects/Widget__c.object': xml(
            'CustomObject',
            '<fields><fullName>A__b__c</fullName><label>A</label><type>Date</type></fields>',
          ),
        }),
      )[0],
    ).toMatch(/Field Name field can only contain/);
  });

  it('is removed by destructive changes', () => {
    org.deploy({
      'package.xml': manifest({}),
      'destructiveChangesPost.xml': manifest({ CustomField: ['Widget__c.Code__c'] }),
    });
    expect(org.data.schema.field('Widget__c', 'Code__c')).toBeUndefined();
  });
});

describe('fields of custom metadata types', () => {
  it('must have restricted picklists and no formulas or lookups', () => {
    const org = testOrg();
    org.deploy({ 'package.xml': manifest({ CustomObject: ['Setting__mdt'] }), ...SETTING });
    expect(
      problemTexts(
        org.deploy(
          field(
            '<type>Picklist</type><valueSet><valueSetDefinition><sorted>false</sorted></valueSetDefinition></valueSet>',
            'Setting__mdt',
          ),
        ),
      ),
    ).toEqual(['Non-strict picklists are not supported on this object']);
    expect(
      problemTexts(org.deploy(field('<referenceTo>User</referenceTo><type>Lookup</type>', 'Setting__mdt'))),
    ).toEqual(['A custom metadata type cannot have a field of type Lookup']);
    expect(problemTexts(org.deploy(field('<formula>1</formula><type>Number</type>', 'Setting__mdt')))).toEqual([
      'A custom metadata type cannot have a formula field',
    ]);
  });
});

describe('other parts of an object', () => {
  let org: TestOrg;
  beforeEach(() => {
    org = testOrg();
    org.deploy({ 'package.xml': WIDGET_MEMBERS, ...WIDGET });
  });
  const part = (type: string, body: string): Files => ({
    'package.xml': manifest({ [type]: ['Widget__c.P'] }),
    'objects/Widget__c.object': xml('CustomObject', body),
  });

  it('checks the columns of a list view', () => {
    const view = (column: string): Files =>
      part(
        'ListView',
        `<listViews><fullName>P</fullName><columns>NAME</columns><columns>${column}</columns><filterScope>Everything</filterScope><label>P</label></listViews>`,
      );
    expect(problemTexts(org.deploy(view('Code__c')))).toEqual([]);
    expect(problemTexts(org.deploy(view('Nope__c')))).toEqual([
      'In field: columns - no CustomField named Widget__c.Nope__c found',
    ]);
  });

  it('puts a validation rule to work while it is active', () => {
    const rule = (active: boolean): Files =>
      part(
        'ValidationRule',
        `<validationRules><fullName>P</fullName><active>${active}</active><errorConditionFormula>Code__c = "no"</errorConditionFormula><errorDisplayField>Code__c</errorDisplayField><errorMessage>Not this.</errorMessage></validationRules>`,
      );
    const insert = () =>
      org.data.insert('Widget__c', [{ Name: 'W', Code__c: 'no', Owner_Name__c: 'o' }], {
        mode: 'system',
        sharing: false,
        actor: org.actor,
        allOrNone: true,
      })[0]?.errors;
    const violated = [{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Not this.', fields: ['Code__c'] }];
    expect(problemTexts(org.deploy(rule(true)))).toEqual([]);
    expect(insert()).toEqual(violated);
    org.data.schema.reload();
    expect(insert()).toEqual(violated);
    expect(org.deploy(rule(false)).success).toBe(true);
    expect(insert()).toEqual([]);
    org.deploy(rule(true));
    org.deploy({
      'package.xml': manifest({}),
      'destructiveChanges.xml': manifest({ ValidationRule: ['Widget__c.P'] }),
    });
    expect(insert()).toEqual([]);
  });

  it.each([
    ['<errorConditionFormula>Nope__c</errorConditionFormula>', 'Field Nope__c does not exist. Check spelling.'],
    [
      '<errorConditionFormula>Code__c</errorConditionFormula>',
      'Formula result is data type (Text), incompatible with expected data type (Boolean).',
    ],
    [
      '<errorConditionFormula>URLFOR(1) = 1</errorConditionFormula>',
      'Not available for deploy in the embedded org: the formula function URLFOR',
    ],
    ['', 'Required field is missing: errorConditionFormula'],
    [
      '<errorConditionFormula>TRUE</errorConditionFormula><errorDisplayField>Nope__c</errorDisplayField>',
      'In field: errorDisplayField - no CustomField named Widget__c.Nope__c found',
    ],
  ])('refuses the validation rule %s', (body, problem) => {
    const files = part(
      'ValidationRule',
      `<validationRules><fullName>P</fullName><active>true</active>${body}<errorMessage>no</errorMessage></validationRules>`,
    );
    expect(problemTexts(org.deploy(files))).toEqual([problem]);
  });

  it('checks compact layouts and field sets', () => {
    expect(
      problemTexts(
        org.deploy(
          part(
            'CompactLayout',
            '<compactLayouts><fullName>P</fullName><fields>Nope__c</fields><label>P</label></compactLayouts>',
          ),
        ),
      ),
    ).toEqual(['In field: fields - no CustomField named Widget__c.Nope__c found']);
    expect(
      problemTexts(
        org.deploy(
          part(
            'FieldSet',
            '<fieldSets><fullName>P</fullName><description>d</description><displayedFields><field>Nope__c</field><isFieldManaged>false</isFieldManaged><isRequired>false</isRequired></displayedFields><label>P</label></fieldSets>',
          ),
        ),
      ),
    ).toEqual(['In field: field - no CustomField named Widget__c.Nope__c found']);
  });
});
