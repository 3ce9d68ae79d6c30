/** CustomTab: exactly one thing to show (reference/metadata.md §3.4); that it exists is in `references/tables.ts`. */
import type { DeployContext } from '../deploy/context.ts';
import { findExposure } from '../lwc/bundle.ts';
import type { Component } from '../package/component.ts';
import { child, flag, placeOf, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { TypeHandler } from './handler.ts';

const SUBJECTS = ['auraComponent', 'customObject', 'flexiPage', 'lwcComponent', 'page', 'scontrol', 'url'] as const;
/** What an object's tab may hold: the tab's name and label are the object's. */
const OBJECT_TAB = new Set([
  ...['customObject', 'motif', 'description', 'actionOverrides', 'splashPageLink', 'icon', 'hasSidebar'],
  // Until API 36; whether the version may have it, the schema says.
  'mobileReady',
]);
function checkSubject(
  component: Component,
  document: XmlElement,
  subject: (typeof SUBJECTS)[number],
  context: DeployContext,
): void {
  const at = placeOf(document, subject);
  const name = textOf(document, subject) ?? '';
  if (subject === 'scontrol') {
    context.problem(component, 'Not available for deploy in the embedded org: tabs of S-controls', { at });
  } else if (subject === 'customObject') {
    if (!context.resolves('CustomObject', component.fullName))
      context.problem(component, `In field: customObject - no CustomObject named ${component.fullName} found`, { at });
    for (const element of document.children) {
      if (!OBJECT_TAB.has(element.name))
        context.problem(component, `The tab of a custom object cannot have the element ${element.name}`, {
          at: element.at,
        });
    }
  } else if (subject === 'lwcComponent') {
    const exposure = findExposure(name, context);
    if (exposure && !(exposure.exposed && exposure.targets.has('lightning__Tab'))) {
      context.problem(
        component,
        `The component ${name} cannot back a tab: it must be exposed and declare the target lightning__Tab`,
        { at },
      );
    }
  }
}

export const customTabHandler: TypeHandler = {
  types: ['CustomTab'],
  check(component, context) {
    const document = component.document as XmlElement;
    const subjects = SUBJECTS.filter((name) =>
      name === 'customObject' ? flag(document, name) : child(document, name) !== undefined,
    );
    if (subjects.length !== 1) {
      context.problem(component, `A tab must name exactly one of: ${SUBJECTS.join(', ')}`, { at: document.at });
      return;
    }
    if (textOf(document, 'motif') === undefined)
      context.problem(component, 'Required field is missing: motif', { at: document.at });
    if (subjects[0] !== 'customObject' && textOf(document, 'label') === undefined)
      context.problem(component, 'Required field is missing: label', { at: document.at });
    checkSubject(component, document, subjects[0] as (typeof SUBJECTS)[number], context);
  },
  remove(fullName, { data }) {
    data.remove('PermissionSetTabSetting', { Name: fullName });
  },
};
