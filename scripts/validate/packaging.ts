/** Traps that break a first deploy or are lost on the way into a package (reference/metadata.md §0, §4, §8.1). */
import type { Component } from '../../local-org/metadata/package/component.ts';
import { decodeText } from '../../local-org/metadata/package/component.ts';
import { child, childrenNamed } from '../../local-org/metadata/xml/element.ts';
import type { Position, XmlElement } from '../../local-org/metadata/xml/element.ts';
import { codeEntry } from './codes.ts';
import type { Code } from './codes.ts';
import type { Finding } from './finding.ts';
import type { Project } from '../project.ts';

/** Newest API version that every org of the current release has (reference/metadata.md §6). */
const NEWEST_SAFE_API = 67;
/** Elements of external client app files that belong to one org, or are secret (trap 20). */
const ORG_BOUND = ['orgScopedExternalApp', 'oauthLink', 'consumerKey', 'consumerSecret'];
/** Words that custom object and field names must avoid (reference/metadata.md §3.3). */
const RESERVED = new Set(['Group__c', 'Order__c', 'Select__c', 'From__c', 'Where__c', 'Limit__c', 'Update__c']);
const LEADING_COMMENT = /^\uFEFF?\s*(?:<\?xml[^>]*\?>)?\s*<!--/;

function finding(code: Code, message: string, at: Position): Finding {
  const { severity, fix } = codeEntry(code);
  return { code, severity, message, ...at, ...(fix === undefined ? {} : { fix }) };
}

/** The directory that would be packaged: the default one, as long as others exist beside it. */
function packageable(project: Project, file: string): boolean {
  if (project.packageDirectories.length < 2) return false;
  return project.packageDirectories.some(
    (directory) => directory.default && (file === directory.path || file.startsWith(`${directory.path}/`)),
  );
}

function checkComponent(component: Component, project: Project): Finding[] {
  const { document, at } = component;
  const inPackage = packageable(project, at.file);
  const findings: Finding[] = [];
  if (component.type === 'Profile' && inPackage)
    findings.push(
      finding(
        'packaging-profile',
        `The profile ${component.fullName} lies in the packageable directory; packages never install profiles.`,
        at,
      ),
    );
  if (component.type === 'PermissionSet' && inPackage && document) {
    const first = childrenNamed(document, 'userPermissions')[0];
    if (first)
      findings.push(
        finding(
          'packaging-user-permissions',
          `The permission set ${component.fullName} grants user permissions; packages strip them.`,
          first.at,
        ),
      );
  }
  if (component.type === 'ConnectedApp')
    findings.push(
      finding('packaging-connected-app', 'An org refuses a connected app that it does not have already.', at),
    );
  const name = component.fullName.slice(component.fullName.indexOf('.') + 1);
  if ((component.type === 'CustomObject' || component.type === 'CustomField') && RESERVED.has(name)) {
    findings.push(finding('packaging-reserved-name', `${name} is a reserved word.`, at));
  }
  if (/^(ExternalClientApplication|ExtlClntApp)/.test(component.type) && document) findings.push(...orgBound(document));
  return findings;
}

function orgBound(document: XmlElement): Finding[] {
  return ORG_BOUND.flatMap((name) => {
    const element = child(document, name);
    return element
      ? [
          finding(
            'packaging-org-id',
            `The element ${name} belongs to one org and must not be deployed to another.`,
            element.at,
          ),
        ]
      : [];
  });
}

/** Parts of objects are joined by the CLI, which stumbles over a comment before their root element (trap 17); the object's own file it reads. */
export function checkLeadingComment(file: string, content: Uint8Array): Finding[] {
  if (
    !/\/objects\/.+(?<!\.object)-meta\.xml$/.test(file) ||
    !LEADING_COMMENT.test(decodeText(content.subarray(0, 4096)))
  )
    return [];
  return [finding('packaging-comment', 'A comment stands before the root element.', { file, line: 1, column: 1 })];
}

export function checkPackaging(components: Component[], project: Project): Finding[] {
  const version = Number(project.apiVersion);
  const tooNew =
    version > NEWEST_SAFE_API
      ? [
          finding(
            'packaging-api-version',
            `sourceApiVersion ${project.apiVersion} is newer than ${NEWEST_SAFE_API}.0.`,
            { file: 'sfdx-project.json', line: 1, column: 1 },
          ),
        ]
      : [];
  return [...tooNew, ...components.flatMap((component) => checkComponent(component, project))];
}
