/** A project as large as the biggest teams have, made of ordinary parts that refer to each other; deployable as it is. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Size {
  objects: number;
  fieldsPerObject: number;
  classes: number;
  /** Statements in each method; 0 for classes without bodies. */
  statements: number;
  components: number;
  permissionSets: number;
  labels: number;
}

/** 2,500 components, of which 1,000 are classes. */
export const LARGE: Size = {
  objects: 80,
  fieldsPerObject: 10,
  classes: 1000,
  statements: 8,
  components: 60,
  permissionSets: 40,
  labels: 519,
};

const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';
const MAIN = 'force-app/main/default';

function xml(root: string, body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">\n${body}\n</${root}>\n`;
}

function objectFiles(index: number, { fieldsPerObject }: Size): [file: string, text: string][] {
  const name = `Thing${index}__c`;
  const fields = Array.from({ length: fieldsPerObject }, (_, field): [string, string] => [
    `objects/${name}/fields/Value${field}__c.field-meta.xml`,
    xml(
      'CustomField',
      `    <fullName>Value${field}__c</fullName>\n    <label>Value ${field}</label>\n    <type>Text</type>\n    <length>80</length>`,
    ),
  ]);
  const nameField = '<nameField>\n        <label>Name</label>\n        <type>Text</type>\n    </nameField>';
  const head = `    <deploymentStatus>Deployed</deploymentStatus>\n    <label>Thing ${index}</label>\n    ${nameField}`;
  return [
    [
      `objects/${name}/${name}.object-meta.xml`,
      xml(
        'CustomObject',
        `${head}\n    <pluralLabel>Things ${index}</pluralLabel>\n    <sharingModel>ReadWrite</sharingModel>`,
      ),
    ],
    ...fields,
  ];
}

/** Each class queries one object, calls the class before it and throws in some of the language. */
function classText(index: number, { objects, fieldsPerObject, statements }: Size): string {
  const object = `Thing${index % objects}__c`;
  const field = (number: number): string => `Value${number % fieldsPerObject}__c`;
  const lines = Array.from(
    { length: statements },
    (_, line) => `        for (${object} row : rows) {
            if (String.isNotBlank(row.${field(line)}) && total < ${line * 100}) {
                row.${field(line + 1)} = row.${field(line)}.toUpperCase() + String.valueOf(total);
                total += row.${field(line)}.length();
            }
        }`,
  );
  const before = index === 0 ? '0' : `Service${index - 1}.count(new List<Id>())`;
  return `public with sharing class Service${index} {
    public static Integer count(List<Id> ids) {
        return ids.isEmpty() ? ${index} : run(ids).size();
    }

    public static Map<Id, ${object}> run(List<Id> ids) {
        Integer total = ${statements > 0 ? before : '0'};
        List<${object}> rows = [SELECT Id, ${Array.from({ length: fieldsPerObject }, (_, number) => field(number)).join(', ')} FROM ${object} WHERE Id IN :ids WITH USER_MODE];
${lines.join('\n')}
        return new Map<Id, ${object}>(rows);
    }
}
`;
}

function bundleFiles(index: number): [string, string][] {
  const name = `tile${index}`;
  return [
    [`lwc/${name}/${name}.html`, '<template>\n    <p>{label}</p>\n</template>\n'],
    [
      `lwc/${name}/${name}.js`,
      `import { LightningElement, api } from 'lwc';\nimport greeting from '@salesforce/label/c.Label_${index}';\n\nexport default class Tile${index} extends LightningElement {\n    @api name;\n    get label() {\n        return greeting + this.name;\n    }\n}\n`,
    ],
    [
      `lwc/${name}/${name}.js-meta.xml`,
      xml('LightningComponentBundle', '    <apiVersion>67.0</apiVersion>\n    <isExposed>false</isExposed>'),
    ],
  ];
}

function permissionSet(index: number, { objects, fieldsPerObject, classes }: Size): string {
  const all = Array.from({ length: objects }, (_, object) => `Thing${object}__c`);
  const entry = (name: string, lines: string[]): string =>
    `    <${name}>\n${lines.map((line) => `        ${line}`).join('\n')}\n    </${name}>`;
  const flags = (allowed: boolean): string[] =>
    ['allowCreate', 'allowDelete', 'allowEdit'].map((name) => `<${name}>${allowed}</${name}>`);
  return xml(
    'PermissionSet',
    [
      ...Array.from({ length: Math.min(classes, 100) }, (_, number) =>
        entry('classAccesses', [`<apexClass>Service${number}</apexClass>`, '<enabled>true</enabled>']),
      ),
      ...all.map((object) =>
        entry('fieldPermissions', [
          '<editable>true</editable>',
          `<field>${object}.Value${index % fieldsPerObject}__c</field>`,
          '<readable>true</readable>',
        ]),
      ),
      `    <label>Set ${index}</label>`,
      ...all.map((object) =>
        entry('objectPermissions', [
          ...flags(true),
          '<allowRead>true</allowRead>',
          '<modifyAllRecords>false</modifyAllRecords>',
          `<object>${object}</object>`,
          '<viewAllRecords>false</viewAllRecords>',
        ]),
      ),
    ].join('\n'),
  );
}

function labels({ labels: count }: Size): string {
  return xml(
    'CustomLabels',
    Array.from(
      { length: count },
      (_, index) =>
        `    <labels>\n        <fullName>Label_${index}</fullName>\n        <language>en_US</language>\n        <protected>true</protected>\n        <shortDescription>Label ${index}</shortDescription>\n        <value>Text ${index}</value>\n    </labels>`,
    ).join('\n'),
  );
}

/** Writes the project into an empty folder. */
export function writeLargeProject(root: string, size: Size = LARGE): void {
  const numbers = (length: number): number[] => Array.from({ length }, (_, index) => index);
  const meta = xml('ApexClass', '    <apiVersion>67.0</apiVersion>\n    <status>Active</status>');
  const files: [string, string][] = [
    ...numbers(size.objects).flatMap((index) => objectFiles(index, size)),
    ...numbers(size.classes).flatMap((index): [string, string][] => [
      [`classes/Service${index}.cls`, classText(index, size)],
      [`classes/Service${index}.cls-meta.xml`, meta],
    ]),
    ...numbers(size.components).flatMap(bundleFiles),
    ...numbers(size.permissionSets).map((index): [string, string] => [
      `permissionsets/Set_${index}.permissionset-meta.xml`,
      permissionSet(index, size),
    ]),
    ['labels/CustomLabels.labels-meta.xml', labels(size)],
  ];
  for (const [file, text] of files) {
    const full = path.join(root, MAIN, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
  writeFileSync(
    path.join(root, 'sfdx-project.json'),
    JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }], sourceApiVersion: '67.0' }),
  );
}
