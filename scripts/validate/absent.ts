/** What a message says is not there: names with the types that they may be of. */

export interface AbsentName {
  /** Metadata types in one of which the name would be found. */
  types: string[];
  name: string;
  /** A field whose object the message does not tell. */
  anyObject?: true;
}

/** What an LWC import calls its kinds -> metadata type. */
const MODULE_KINDS: Readonly<Record<string, string>> = {
  label: 'CustomLabel',
  messageChannel: 'LightningMessageChannel',
  module: 'LightningComponentBundle',
  userPermission: 'UserPermission',
  customPermission: 'CustomPermission',
  sobjectClass: 'CustomObject',
  sobjectField: 'CustomField',
  resourceUrl: 'StaticResource',
  contentAssetUrl: 'ContentAsset',
};

function field(name: string): AbsentName {
  return { types: ['CustomField'], name, anyObject: true };
}

/** A relationship `Boss__r` is the field `Boss__c`, `Owner` is `OwnerId`. */
function relationship(name: string): AbsentName[] {
  return /__r$/i.test(name) ? [field(name.replace(/r$/i, 'c'))] : [field(`${name}Id`)];
}

function moduleName(name: string, kind: string): AbsentName[] {
  const type = MODULE_KINDS[kind];
  const bare = name.replace(/^c[./]/, '');
  const plain = kind === 'messageChannel' ? bare.replace(/__c$/, '') : bare;
  return type ? [{ types: [type], name: plain }] : [];
}

type Reader = [pattern: RegExp, read: (groups: string[]) => AbsentName[]];
const one =
  (...types: string[]) =>
  ([name = '']: string[]): AbsentName[] => [{ types, name }];

/** The platform's wordings, as the embedded org and its compilers give them. */
const READERS: Reader[] = [
  [/\bno (\w+) named (.+?) found/, ([type = '', name = '']) => [{ types: [type], name }]],
  [
    /^No such column '(\w+)' on (?:entity|sobject of type) '?(\w+)/,
    ([name = '', object = '']) => [{ types: ['CustomField'], name: `${object}.${name}` }],
  ],
  [/^Didn't understand relationship '(\w+)'/, ([name = '']) => relationship(name)],
  [/^sObject type '(\w+)' is not supported/, one('CustomObject')],
  [/bad value for restricted picklist field: (\w+)$/, one('CustomObject')],
  [
    /^Field does not exist: (\w+) on (\w+)/,
    ([name = '', object = '']) => [{ types: ['CustomField'], name: `${object}.${name}` }],
  ],
  [/^Invalid type: (\w+)/, one('ApexClass', 'CustomObject')],
  [
    /^Variable does not exist: (\w+)/,
    ([name = '']) => [
      { types: ['ApexClass', 'CustomObject'], name },
      ...(/__c$/i.test(name) ? [field(name)] : []),
      ...(/__r$/i.test(name) ? relationship(name) : []),
    ],
  ],
  [/^Page (\w+) does not exist/, one('ApexPage')],
  [/^Page does not exist: (\w+)/, one('ApexPage')],
  [/^External string does not exist: (?:c\.)?(\w+)/i, one('CustomLabel')],
  [/^Unable to find Apex action class referenced as '([\w.]+)'/, one('ApexClass')],
  [/^Unable to find Apex action method referenced as '([\w.]+)\.\w+'/, one('ApexClass')],
  [/^Field \$Label\.(\w+) does not exist/, one('CustomLabel')],
  [/^Field \$Page\.(\w+) does not exist/, one('ApexPage')],
  [/^Field \$ObjectType\.(\w+) does not exist/, one('CustomObject')],
  [/^Field \$Permission\.(\w+) does not exist/, one('CustomPermission')],
  [
    /^Field \$(?:ObjectType|Setup)\.(\w+)\.(?:fields\.)?(\w+) does not exist/i,
    ([object = '', name = '']) => [{ types: ['CustomField'], name: `${object}.${name}` }],
  ],
  [
    /^Invalid field (\w+) for SObject (\w+)/,
    ([name = '', object = '']) => [
      { types: ['CustomField'], name: `${object}.${/__r$/i.test(name) ? name.replace(/r$/i, 'c') : name}` },
    ],
  ],
  [/^Component c:(\w+) does not exist/, one('ApexComponent')],
  [/^Static Resource named (\w+) does not exist/, one('StaticResource')],
  [/^Invalid standardController: (\w+)/, one('CustomObject')],
  [/^Apex class '([\w.]+)' does not exist/, one('ApexClass')],
  [/^Invalid reference (\S+) of type (\w+)/, ([name = '', kind = '']) => moduleName(name, kind)],
  [/^No MODULE named markup:\/\/c:(\w+)/, one('LightningComponentBundle')],
  [/^Unknown user permission: (\w+)/, one('UserPermission')],
];

/** @returns nothing where the message is about something else. */
export function absentNames(message: string): AbsentName[] {
  for (const [pattern, read] of READERS) {
    const found = pattern.exec(message);
    if (found) return read(found.slice(1));
  }
  return [];
}
