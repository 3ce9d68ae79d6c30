/**
 * A package with the shape of the shipped one (console with a class, its test and permission sets; the set of the app;
 * integration profile) that deploys in a moment. Tests break it where they want to see the pipeline fail.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const INTEGRATION_PROFILE = 'force-app/integration/default/profiles/SCIM Provisioning Integration.profile-meta.xml';
const CLASSES = 'force-app/main/default/classes';

export interface SmallPackage {
  root: string;
  /** Writes a file; `file` from the package's root. */
  write(file: string, content: string): void;
  /** Writes an Apex class and its meta file. */
  writeClass(name: string, body: string): void;
  remove(): void;
}

const META = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

export function smallPackage(): SmallPackage {
  const root = mkdtempSync(path.join(tmpdir(), 'rollcall-package-'));
  const write = (file: string, content: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), content);
  };
  const project: SmallPackage = {
    root,
    write,
    writeClass(name, body) {
      write(`${CLASSES}/${name}.cls`, body);
      write(
        `${CLASSES}/${name}.cls-meta.xml`,
        `${META}<ApexClass ${NAMESPACE}>\n    <apiVersion>67.0</apiVersion>\n    <status>Active</status>\n</ApexClass>\n`,
      );
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  write(
    'sfdx-project.json',
    '{ "packageDirectories": [{ "path": "force-app", "default": true }], "sourceApiVersion": "67.0" }\n',
  );
  project.writeClass(
    'Roster',
    'public with sharing class Roster {\n    public static Integer size(List<User> users) {\n        return users.size();\n    }\n}\n',
  );
  project.writeClass('RosterTest', rosterTest(0));
  write(
    'force-app/main/default/permissionsets/SCIM_Rollcall_Administrator.permissionset-meta.xml',
    `${META}<PermissionSet ${NAMESPACE}>\n    <classAccesses>\n        <apexClass>Roster</apexClass>\n        <enabled>true</enabled>\n    </classAccesses>\n    <label>Administrator</label>\n</PermissionSet>\n`,
  );
  for (const file of [
    'main/default/permissionsets/SCIM_Rollcall_Remediator',
    'main/default/permissionsets/SCIM_Rollcall_Deprovisioner',
    'app/default/permissionsets/SCIM_Rollcall_App',
  ])
    write(
      `force-app/${file}.permissionset-meta.xml`,
      `${META}<PermissionSet ${NAMESPACE}>\n    <label>${path.basename(file)}</label>\n</PermissionSet>\n`,
    );
  mkdirSync(path.join(root, path.dirname(INTEGRATION_PROFILE)), { recursive: true });
  cpSync(path.join(ROOT, INTEGRATION_PROFILE), path.join(root, INTEGRATION_PROFILE));
  return project;
}

/** The shipped set of shape B, whole or as `change` leaves it. */
export function writeApiIntegrationSet(project: SmallPackage, change = (content: string): string => content): void {
  const file = 'force-app/integration/default/permissionsets/SCIM_Provisioning_Api_Integration.permissionset-meta.xml';
  project.write(file, change(readFileSync(path.join(ROOT, file), 'utf8')));
}

/** The test class; it fails when it expects anything but 0. */
export function rosterTest(expected: number): string {
  return `@IsTest\nprivate class RosterTest {\n    @IsTest\n    static void countsUsers() {\n        Assert.areEqual(${expected}, Roster.size(new List<User>()), 'no users');\n    }\n}\n`;
}

/** A package whose class does not compile. */
export function brokenPackage(): SmallPackage {
  const project = smallPackage();
  project.writeClass(
    'Roster',
    'public with sharing class Roster {\n    public static Integer size() {\n        return none;\n    }\n}\n',
  );
  return project;
}
