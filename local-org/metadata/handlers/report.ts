/** ReportType, ReportFolder and Report: every column must lead to a field, as a report with an unknown one cannot run. */
import { PlatformError } from '../../data/types.ts';
import type { DeployContext } from '../deploy/context.ts';
import type { Component } from '../package/component.ts';
import { isMissing } from '../references/certain.ts';
import { refuseMissing } from '../references/check.ts';
import { hasColumn, reportColumns, reportTables } from '../reports/report-type.ts';
import { child, childrenNamed, placeOf, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { TypeHandler } from './handler.ts';
import { storedDocument } from '../stored-document.ts';

/** Longest name of a report (Report reference, "name"). */
const MAX_NAME = 40;
/** Longest description of reports and report types (Help, "Create a Report"). */
const MAX_DESCRIPTION = 255;
/** Counts rows instead of reading a field. */
const ROW_COUNT = 'RowCount';
const CUSTOM_TYPE = /__c$/;

function checkReportType(component: Component, context: DeployContext): void {
  const document = component.document as XmlElement;
  const { tables, problem, tooMany, open } = reportTables(document, context);
  if (problem) context.missing(component, problem.field, problem.type, problem.name, problem.at);
  if (tooMany) context.problem(component, 'A custom report type can have at most four objects', { at: tooMany });
  if (problem || tooMany) return;
  const seen = new Set<string>();
  for (const section of childrenNamed(document, 'sections')) {
    for (const column of childrenNamed(section, 'columns')) {
      const name = textOf(column, 'table') ?? '';
      const field = textOf(column, 'field') ?? '';
      const table = tables.find(({ path }) => path.toLowerCase() === name.toLowerCase());
      if (!table && !open) context.missing(component, 'table', 'table', name, placeOf(column, 'table'));
      else if (table && !hasColumn(table.object, field, context))
        context.missing(component, 'field', 'CustomField', `${table.object}.${field}`, placeOf(column, 'field'));
      const key = `${name}$${field}`.toLowerCase();
      if (seen.has(key))
        context.problem(component, `Duplicate column in the report type: ${name}$${field}`, { at: column.at });
      seen.add(key);
    }
  }
}

/** Folders must be there before what they hold. */
export function checkFolder(component: Component, context: DeployContext): void {
  const folder = component.fullName.slice(0, component.fullName.lastIndexOf('/'));
  const type = `${component.type}Folder`;
  if ((component.type === 'Report' && folder === 'unfiled$public') || context.resolves(type, folder)) return;
  context.problem(
    component,
    isMissing({ field: 'fullName', type, fullName: folder, at: component.at }, context)
      ? `Cannot find folder:${folder}`
      : `Not available for deploy in the embedded org: the ${type} ${folder}`,
  );
}

export function checkLength(component: Component, name: string, most: number, context: DeployContext): void {
  const document = component.document as XmlElement;
  if ((textOf(document, name) ?? '').length > most)
    context.problem(component, `Value too long for field: ${name} maximum length is:${most}`, {
      at: placeOf(document, name),
    });
}

/** The document of a component of this deploy, or of the org. */
export function documentOf(type: string, fullName: string, context: DeployContext): XmlElement | undefined {
  return context.inPackage(type, fullName)?.document ?? storedDocument(context.store.get(type, fullName));
}

/** Every element of a report that names a column. */
function columnElements(document: XmlElement): XmlElement[] {
  const inside = (elements: XmlElement[], name: string): XmlElement[] =>
    elements.flatMap((element) => childrenNamed(element, name));
  const filters = inside(childrenNamed(document, 'filter'), 'criteriaItems');
  return [
    ...inside(childrenNamed(document, 'columns'), 'field'),
    ...inside(childrenNamed(document, 'groupingsDown'), 'field'),
    ...inside(childrenNamed(document, 'groupingsAcross'), 'field'),
    ...inside(filters, 'column'),
    ...inside(childrenNamed(document, 'timeFrameFilter'), 'dateColumn'),
    ...inside(childrenNamed(document, 'chart'), 'groupingColumn'),
    ...inside(inside(childrenNamed(document, 'chart'), 'chartSummaries'), 'column'),
    ...childrenNamed(document, 'sortColumn'),
  ];
}

/** Columns that a report makes itself: buckets, summary and row formulas. */
function ownColumns(document: XmlElement): string[] {
  const made = ['buckets', 'aggregates', 'customDetailFormulas'].flatMap((name) => childrenNamed(document, name));
  return made.map((one) => (textOf(one, 'developerName') ?? '').toLowerCase());
}

function checkReport(component: Component, context: DeployContext): void {
  const document = component.document as XmlElement;
  checkFolder(component, context);
  checkLength(component, 'name', MAX_NAME, context);
  checkLength(component, 'description', MAX_DESCRIPTION, context);
  const name = textOf(document, 'reportType') ?? '';
  const at = placeOf(document, 'reportType');
  // Columns of the platform's own report types are not known; what they name of custom objects is in `references/`.
  if (!CUSTOM_TYPE.test(name) || /\$/.test(name)) return;
  const typeName = name.replace(CUSTOM_TYPE, '');
  const type = context.resolves('ReportType', typeName) ? documentOf('ReportType', typeName, context) : undefined;
  if (!type) {
    refuseMissing(component, { field: 'reportType', type: 'ReportType', fullName: typeName, at }, context);
    return;
  }
  const own = context.inPackage('ReportType', typeName);
  if (own && context.failed(own)) return;
  const known = new Set([...reportColumns(type), ...ownColumns(document)]);
  for (const element of columnElements(document)) {
    const column = element.text.trim();
    if (column !== ROW_COUNT && !known.has(column.toLowerCase()))
      context.missing(component, element.name, `column of the report type ${name}`, column, element.at);
  }
}

/** Groupings of a stored or deployed report, in lower case; undefined where the org has no such report. */
export function groupingsOf(report: string, context: DeployContext): Set<string> | undefined {
  const document = context.resolves('Report', report) ? documentOf('Report', report, context) : undefined;
  if (!document) return undefined;
  const groups = [...childrenNamed(document, 'groupingsDown'), ...childrenNamed(document, 'groupingsAcross')];
  return new Set(groups.map((group) => (child(group, 'field')?.text ?? '').trim().toLowerCase()));
}

export const reportTypeHandler: TypeHandler = { types: ['ReportType'], check: checkReportType };

/** Folders of reports and of dashboards, which come before what they hold. */
export const folderHandler: TypeHandler = { types: ['ReportFolder', 'DashboardFolder'], remove: removeFolder };

export const reportHandler: TypeHandler = { types: ['Report'], check: checkReport };

/** A folder that still holds something cannot go. Raises `DEPENDENCY_EXISTS`. */
function removeFolder(fullName: string, { store }: DeployContext): void {
  for (const type of ['Report', 'Dashboard']) {
    const held = store.has(`${type}Folder`, fullName)
      ? store.names(type).filter((name) => name.startsWith(`${fullName}/`))
      : [];
    if (held.length > 0)
      throw new PlatformError('DEPENDENCY_EXISTS', `The folder ${fullName} is not empty: ${held.join(', ')}`);
  }
}
