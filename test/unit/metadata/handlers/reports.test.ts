/** Report types, reports, dashboards and their folders (Metadata API Developer Guide: ReportType, Report, Dashboard, Folder). */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { decodeText } from '../../../../local-org/metadata/package/component.ts';
import { readZip } from '../../../../local-org/metadata/package/zip.ts';
import { manifest, problems, problemTexts, testOrg, WIDGET, xml } from '../support/package.ts';
import type { Files, TestOrg } from '../support/package.ts';

const COLUMN = (field: string, table = 'Widget__c'): string =>
  `<columns><checkedByDefault>true</checkedByDefault><field>${field}</field><table>${table}</table></columns>`;
const reportType = (sections: string, extra = '', base = 'Widget__c'): Files => ({
  'reportTypes/Widgets.reportType': xml(
    'ReportType',
    `<baseObject>${base}</baseObject>\n<category>other</category><deployed>true</deployed>${extra}<label>Widgets</label>\n<sections>${sections}<masterLabel>Widgets</masterLabel></sections>`,
  ),
});
const TYPE = reportType(COLUMN('Name') + COLUMN('Code__c') + COLUMN('Owner.Name'));
const FOLDER: Files = {
  'reports/Roster-meta.xml': xml('ReportFolder', '<name>Roster</name>'),
  'dashboards/Roster-meta.xml': xml('DashboardFolder', '<name>Roster</name>'),
};
const report = (body: string, folder = 'Roster', type = 'Widgets__c', name = 'Open'): Files => ({
  [`reports/${folder}/Open.report`]: xml(
    'Report',
    `${body}\n<format>Summary</format><name>${name}</name>\n<reportType>${type}</reportType>`,
  ),
});
const GROUP = '<groupingsDown><field>Widget__c$Code__c</field><sortOrder>Asc</sortOrder></groupingsDown>';
const REPORT = report(`<columns><field>Widget__c$Name</field></columns>${GROUP}`);
const dashboard = (component: string, extra = '', columns = 12): Files => ({
  'dashboards/Roster/Main.dashboard': xml(
    'Dashboard',
    `<backgroundEndColor>#FFFFFF</backgroundEndColor><backgroundFadeDirection>Diagonal</backgroundFadeDirection><backgroundStartColor>#FFFFFF</backgroundStartColor><dashboardGridLayout><dashboardGridComponents><colSpan>4</colSpan><columnIndex>0</columnIndex><dashboardComponent>${component}</dashboardComponent><rowIndex>0</rowIndex><rowSpan>4</rowSpan></dashboardGridComponents><numberOfColumns>${columns}</numberOfColumns><rowHeight>36</rowHeight></dashboardGridLayout>${extra}<isGridLayout>true</isGridLayout><textColor>#000000</textColor><title>Main</title><titleColor>#000000</titleColor><titleSize>12</titleSize>`,
  ),
});
const BAR = (name = 'Roster/Open', grouping = 'Widget__c$Code__c'): string =>
  `<componentType>Bar</componentType><groupingColumn>${grouping}</groupingColumn><report>${name}</report>`;

let org: TestOrg;
/** For what a test stands on: raises what the org says against it. */
const install = (problemsFound: string[]): void => {
  if (problemsFound.length > 0) throw new Error(problemsFound.join('\n'));
};
const deploy = (files: Files, types: Record<string, string[]>): string[] =>
  problemTexts(org.deploy({ 'package.xml': manifest(types), ...files }));

beforeEach(() => {
  org = testOrg();
  install(deploy(WIDGET, { CustomObject: ['Widget__c'] }));
});

/** Everything at once, as a client sends it. */
const deployAll = (): string[] =>
  deploy(
    { ...TYPE, ...FOLDER, ...REPORT, ...dashboard(BAR(), '<dashboardType>LoggedInUser</dashboardType>') },
    { ReportType: ['Widgets'], Report: ['Roster/', 'Roster/Open'], Dashboard: ['Roster', 'Roster/Main'] },
  );

describe('report types', () => {
  const texts = (files: Files): string[] => deploy(files, { ReportType: ['Widgets'] });

  it('take fields of the object, and of records that its lookups lead to', () => {
    expect(texts(reportType(COLUMN('Name') + COLUMN('CreatedDate') + COLUMN('Owner.Name')))).toEqual([]);
  });

  it('name what the org does not have: object, table, field, relationship', () => {
    expect(texts(reportType(COLUMN('Name'), '', 'Nope__c'))).toEqual([
      'In field: baseObject - no CustomObject named Nope__c found',
    ]);
    expect(texts(reportType(COLUMN('Nope__c')))).toEqual([
      'In field: field - no CustomField named Widget__c.Nope__c found',
    ]);
    expect(texts(reportType(COLUMN('Owner.Nope__c')))).toHaveLength(1);
    expect(texts(reportType(COLUMN('Name', 'Widget__c.Parts__r')))).toEqual([
      'In field: table - no table named Widget__c.Parts__r found',
    ]);
    const join = '<join><outerJoin>false</outerJoin><relationship>Parts__r</relationship></join>';
    expect(texts(reportType(COLUMN('Name'), join))).toEqual([
      'In field: relationship - no relationship named Widget__c.Parts__r found',
    ]);
  });

  it('refuse the same column twice', () => {
    expect(texts(reportType(COLUMN('Name') + COLUMN('Name')))).toEqual([
      'Duplicate column in the report type: Widget__c$Name',
    ]);
  });

  it('join at most four objects', () => {
    const parent = (name: string, target: string): Files => ({
      [`objects/${name}.object`]: xml(
        'CustomObject',
        `<deploymentStatus>Deployed</deploymentStatus><fields><fullName>Up__c</fullName><label>Up</label><referenceTo>${target}</referenceTo><relationshipName>Below</relationshipName><type>Lookup</type></fields><label>${name}</label><nameField><label>Name</label><type>Text</type></nameField><pluralLabel>${name}</pluralLabel><sharingModel>Private</sharingModel>`,
      ),
    });
    const chain = ['A__c', 'B__c', 'C__c', 'D__c'];
    for (const [index, name] of chain.entries())
      expect(deploy(parent(name, chain[index - 1] ?? 'Widget__c'), { CustomObject: [name] })).toEqual([]);
    const nested = (depth: number): string =>
      depth === 0
        ? ''
        : `<join>${nested(depth - 1)}<outerJoin>false</outerJoin><relationship>Below__r</relationship></join>`;
    const last = (depth: number): string => COLUMN('Name', `Widget__c${'.Below__r'.repeat(depth)}`);
    expect(texts(reportType(last(3), nested(3)))).toEqual([]);
    expect(texts(reportType(last(4), nested(4)))).toEqual(['A custom report type can have at most four objects']);
  });
});

describe('reports', () => {
  const texts = (files: Files): string[] => deploy(files, { Report: [Object.keys(files)[0]!.slice(8, -7)] });

  beforeEach(() => {
    install(deploy({ ...TYPE, ...FOLDER }, { ReportType: ['Widgets'], Report: ['Roster'], Dashboard: ['Roster'] }));
  });

  it('resolve every column, filter, grouping and sort against their report type', () => {
    expect(texts(REPORT)).toEqual([]);
    const filter =
      '<filter><criteriaItems><column>Widget__c$No</column><operator>equals</operator><value>1</value></criteriaItems></filter>';
    const wrong = report(
      `<columns><field>Widget__c$Nope__c</field></columns>${filter}<sortColumn>Widget__c$CreatedDate</sortColumn>`,
    );
    expect(texts(wrong)).toEqual([
      'In field: field - no column of the report type Widgets__c named Widget__c$Nope__c found',
      'In field: column - no column of the report type Widgets__c named Widget__c$No found',
      'In field: sortColumn - no column of the report type Widgets__c named Widget__c$CreatedDate found',
    ]);
  });

  it('need their folder and their report type', () => {
    expect(texts(report('', 'Elsewhere'))).toEqual(['Cannot find folder:Elsewhere']);
    expect(texts(report('', 'unfiled$public'))).toEqual([]);
    expect(texts(report('', 'Roster', 'Nope__c'))).toEqual(['In field: reportType - no ReportType named Nope found']);
    expect(texts(report('', 'Roster', 'UserList'))).toEqual([]);
  });

  it('have names of at most 40 characters', () => {
    expect(texts(report('', 'Roster', 'Widgets__c', 'x'.repeat(41)))).toEqual([
      'Value too long for field: name maximum length is:40',
    ]);
  });
});

describe('dashboards', () => {
  const texts = (files: Files): string[] => deploy(files, { Dashboard: ['Roster/Main'] });

  beforeEach(() => install(deployAll()));

  it('show reports that exist, by groupings that the reports have', () => {
    expect(texts(dashboard(BAR('Roster/Nope')))).toEqual(['In field: report - no Report named Roster/Nope found']);
    expect(texts(dashboard(BAR('Roster/Open', 'Widget__c$Name')))).toEqual([
      'In field: groupingColumn - no grouping of the report Roster/Open named Widget__c$Name found',
    ]);
    expect(texts(dashboard('<componentType>Metric</componentType>'))).toEqual(['Required field is missing: report']);
    expect(texts(dashboard('<componentType>RichText</componentType>'))).toEqual([]);
  });

  it('keep their components inside the grid', () => {
    expect(texts(dashboard(BAR(), '', 3))).toEqual(['A component ends in column 4 of a grid with 3 columns']);
  });

  it('run as somebody who is there', () => {
    const as = (user: string): Files => dashboard(BAR(), `<dashboardType>SpecifiedUser</dashboardType>${user}`);
    expect(texts(as(''))).toEqual(['Required field is missing: runningUser']);
    expect(texts(as('<runningUser>nobody@example.com</runningUser>'))).toEqual([
      'Cannot find a user that matches any of the following usernames: nobody@example.com',
    ]);
  });
});

describe('folders', () => {
  beforeEach(() => install(deployAll()));
  const zipped = (types: { name: string; members: string[] }[]) =>
    org.metadata.retrieve(org.actor, { apiVersion: '67.0', singlePackage: true, types });

  it('are listed by themselves, and what they hold folder by folder', () => {
    const names = (type: string, folder?: string): string[] =>
      org.metadata.list([folder === undefined ? { type } : { type, folder }]).map(({ fullName }) => fullName);
    expect(names('ReportFolder')).toEqual(['Roster']);
    expect(names('Report', 'Roster')).toEqual(['Roster/Open']);
    expect(names('Report', 'Other')).toEqual([]);
    expect(names('Report')).toEqual([]);
    expect(names('Dashboard', 'Roster')).toEqual(['Roster/Main']);
  });

  it('are described as a part of the type that they hold', () => {
    const described = new Map(org.metadata.describe().metadataObjects.map((one) => [one.xmlName, one]));
    expect(described.get('Report')).toMatchObject({ inFolder: true, directoryName: 'reports', suffix: 'report' });
    expect(described.has('ReportFolder')).toBe(false);
    expect(described.get('ReportType')).toMatchObject({ inFolder: false });
  });

  it('are retrieved by their name with or without a slash, and named so in package.xml', () => {
    const { zip, messages } = zipped([
      { name: 'Report', members: ['Roster/', 'Roster/Open'] },
      { name: 'Dashboard', members: ['Roster'] },
    ]);
    const files = readZip(zip);
    expect([...files.keys()].sort()).toEqual([
      'dashboards/Roster-meta.xml',
      'package.xml',
      'reports/Roster-meta.xml',
      'reports/Roster/Open.report',
    ]);
    expect(messages).toEqual([]);
    expect(decodeText(files.get('package.xml') as Uint8Array).replace(/\s/g, '')).toContain(
      '<types><members>Roster</members><members>Roster/Open</members><name>Report</name></types>',
    );
  });

  it('change nothing when they are deployed again', () => {
    const outcome = org.deploy({
      'package.xml': manifest({ Report: ['Roster'] }),
      'reports/Roster-meta.xml': FOLDER['reports/Roster-meta.xml'] as string,
    });
    expect(outcome.messages).toMatchObject([{ componentType: 'ReportFolder', fullName: 'Roster', changed: false }]);
  });

  it('can be deleted when they are empty, together with what they hold', () => {
    const remove = (types: Record<string, string[]>): string[] =>
      problems(org.deploy({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest(types) }));
    expect(remove({ Report: ['Roster/'] })).toEqual([
      'ReportFolder Roster 3: The folder Roster is not empty: Roster/Open',
    ]);
    expect(remove({ Dashboard: ['Roster/', 'Roster/Main'], Report: ['Roster/', 'Roster/Open'] })).toEqual([]);
    expect(org.metadata.list([{ type: 'ReportFolder' }])).toEqual([]);
  });
});
