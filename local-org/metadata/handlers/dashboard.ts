/** Dashboard: what a component shows must be a report that exists, grouped as the component wants it. */
import type { DeployContext } from '../deploy/context.ts';
import type { Component } from '../package/component.ts';
import { refuseMissing } from '../references/check.ts';
import { child, childrenNamed, placeOf, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { TypeHandler } from './handler.ts';
import { checkFolder, checkLength, groupingsOf } from './report.ts';

/** Longest title of a dashboard (Dashboard reference, "title"). */
const MAX_TITLE = 80;
/** Components of a dashboard that show a report (Help, "Dashboard Limits"): images and texts come on top of them. */
const MAX_COMPONENTS = 20;
const SECTIONS = ['leftSection', 'middleSection', 'rightSection'];
const IN_ADDITION = new Set(['Image', 'RichText']);
/** Components that show no report. */
const WITHOUT_REPORT = new Set(['Image', 'RichText', 'VisualforcePage', 'Scontrol', 'LightningWebComponent']);

function dashboardComponents(document: XmlElement): XmlElement[] {
  const grid = child(document, 'dashboardGridLayout');
  const inGrid = grid ? childrenNamed(grid, 'dashboardGridComponents') : [];
  return [
    ...inGrid.flatMap((cell) => childrenNamed(cell, 'dashboardComponent')),
    ...SECTIONS.flatMap((name) => childrenNamed(document, name)).flatMap((section) =>
      childrenNamed(section, 'components'),
    ),
  ];
}

/** A cell must lie inside the grid. */
function checkGrid(component: Component, document: XmlElement, context: DeployContext): void {
  const grid = child(document, 'dashboardGridLayout');
  if (!grid) return;
  const columns = Number(textOf(grid, 'numberOfColumns'));
  for (const cell of childrenNamed(grid, 'dashboardGridComponents')) {
    const end = Number(textOf(cell, 'columnIndex')) + Number(textOf(cell, 'colSpan'));
    if (end > columns)
      context.problem(component, `A component ends in column ${end} of a grid with ${columns} columns`, {
        at: cell.at,
      });
  }
}

function checkRunningUser(component: Component, document: XmlElement, context: DeployContext): void {
  if (textOf(document, 'dashboardType') !== 'SpecifiedUser') return;
  const user = textOf(document, 'runningUser');
  if (user === undefined)
    context.problem(component, 'Required field is missing: runningUser', { at: placeOf(document, 'dashboardType') });
  else if (context.data.rows('User', { Username: user }).length === 0)
    context.problem(component, `Cannot find a user that matches any of the following usernames: ${user}`, {
      at: placeOf(document, 'runningUser'),
    });
}

function checkComponent(component: Component, part: XmlElement, context: DeployContext): void {
  const kind = textOf(part, 'componentType') ?? '';
  const report = textOf(part, 'report');
  if (report === undefined) {
    if (!WITHOUT_REPORT.has(kind))
      context.problem(component, 'Required field is missing: report', { at: placeOf(part, 'componentType') });
    return;
  }
  const groupings = groupingsOf(report, context);
  if (!groupings) {
    const at = placeOf(part, 'report');
    refuseMissing(component, { field: 'report', type: 'Report', fullName: report, at }, context);
    return;
  }
  for (const grouping of childrenNamed(part, 'groupingColumn')) {
    if (!groupings.has(grouping.text.trim().toLowerCase()))
      context.missing(
        component,
        'groupingColumn',
        `grouping of the report ${report}`,
        grouping.text.trim(),
        grouping.at,
      );
  }
}

function check(component: Component, context: DeployContext): void {
  const document = component.document as XmlElement;
  checkFolder(component, context);
  checkLength(component, 'title', MAX_TITLE, context);
  checkRunningUser(component, document, context);
  checkGrid(component, document, context);
  const parts = dashboardComponents(document);
  const tooMany = parts.filter((part) => !IN_ADDITION.has(textOf(part, 'componentType') ?? ''))[MAX_COMPONENTS];
  if (tooMany)
    context.problem(component, `A dashboard can have at most ${MAX_COMPONENTS} components`, { at: tooMany.at });
  for (const part of parts) checkComponent(component, part, context);
}

export const dashboardHandler: TypeHandler = { types: ['Dashboard'], check };
