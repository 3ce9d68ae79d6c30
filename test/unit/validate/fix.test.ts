import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bringTogether } from '../../../scripts/validate/fix/adjacent.ts';
import { moveComments } from '../../../scripts/validate/fix/comment.ts';
import { unifiedDiff } from '../../../scripts/validate/fix/diff.ts';
import { applyFixes, findFixes } from '../../../scripts/validate/fix/index.ts';
import { grantMissing } from '../../../scripts/validate/fix/permissions.ts';
import type { Finding } from '../../../scripts/validate/finding.ts';

const scattered = (name: string): string =>
  `Error parsing file: Element ${name} is duplicated at this location in type X`;

describe('scattered elements', () => {
  it('move behind the others, with their comments and indents, and nothing else changes', () => {
    const text = `<?xml version="1.0"?>
<X>
    <a>1</a>
    <b/>
    <!-- about the second -->
    <a>2</a>
    <c>x</c>
    <a>
        <i/>
    </a>
</X>
`;
    expect(bringTogether(text, [{ line: 6, column: 5, message: scattered('a') }])).toBe(`<?xml version="1.0"?>
<X>
    <a>1</a>
    <!-- about the second -->
    <a>2</a>
    <a>
        <i/>
    </a>
    <b/>
    <c>x</c>
</X>
`);
  });

  it('are found at their depth, and Windows line ends stay', () => {
    const text = '<X>\r\n<o>\r\n<a/>\r\n<b/>\r\n<a/>\r\n</o>\r\n<o/>\r\n</X>';
    expect(bringTogether(text, [{ line: 5, column: 1, message: scattered('a') }])).toBe(
      '<X>\r\n<o>\r\n<a/>\r\n<a/>\r\n<b/>\r\n</o>\r\n<o/>\r\n</X>',
    );
  });

  it('stay where a place fits nothing', () => {
    expect(bringTogether('<X><a/></X>', [{ line: 9, column: 9, message: scattered('a') }])).toBe('<X><a/></X>');
  });
});

describe('missing permission dependencies', () => {
  const SET = `<PermissionSet>
    <objectPermissions>
        <allowCreate>false</allowCreate>
        <allowDelete>false</allowDelete>
        <allowEdit>true</allowEdit>
        <allowRead>false</allowRead>
        <modifyAllRecords>false</modifyAllRecords>
        <object>Part__c</object>
        <viewAllRecords>false</viewAllRecords>
    </objectPermissions>
    <userPermissions>
        <enabled>true</enabled>
        <name>ManageUsers</name>
    </userPermissions>
</PermissionSet>
`;

  it('are granted in the order of their names', () => {
    const text = grantMissing(SET, [
      'Permission ManageUsers depends on permission(s): AssignPermissionSets, ViewSetup',
    ]);
    const names = [...text.matchAll(/<name>(\w+)<\/name>/g)].map(([, name]) => name);
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(expect.arrayContaining(['AssignPermissionSets', 'ManageUsers', 'ViewSetup']));
    expect(text).toContain(
      '    <userPermissions>\n        <enabled>true</enabled>\n        <name>ViewSetup</name>\n    </userPermissions>\n</PermissionSet>',
    );
  });

  it('are switched on in the entry of the object, and a master gets an entry of its own', () => {
    const text = grantMissing(SET, [
      'Permission Edit Part__c depends on permission(s): Read Part__c',
      'Permission Read Part__c depends on permission(s): Read Bike__c',
    ]);
    expect(text).toContain(
      '<allowRead>true</allowRead>\n        <modifyAllRecords>false</modifyAllRecords>\n        <object>Part__c',
    );
    expect(text).toMatch(
      /^<PermissionSet>\n {4}<objectPermissions>\n {8}<allowCreate>false[\s\S]*?<allowRead>true<[\s\S]*?<object>Bike__c</,
    );
  });

  it('stay denied where the file denies them', () => {
    const denied = SET.replace(
      '</PermissionSet>',
      '    <userPermissions>\n        <enabled>false</enabled>\n        <name>ViewSetup</name>\n    </userPermissions>\n</PermissionSet>',
    );
    expect(grantMissing(denied, ['Permission X depends on permission(s): ViewSetup'])).toBe(denied);
  });
});

describe('comments before the root', () => {
  it('move behind its start tag', () => {
    expect(moveComments('<?xml version="1.0"?>\n<!-- mine -->\n<X>\n    <a/>\n</X>\n')).toBe(
      '<?xml version="1.0"?>\n<X>\n    <!-- mine -->\n    <a/>\n</X>\n',
    );
  });
});

describe('differences', () => {
  it('show the changed lines with their neighbors, and new and deleted files', () => {
    const before = 'a\nb\nc\nd\ne\nf\ng\nh\n';
    expect(unifiedDiff('x', before, before.replace('e\n', 'E\nE2\n')).split('\n')).toEqual([
      '--- a/x',
      '+++ b/x',
      '@@ -2,7 +2,8 @@',
      ' b',
      ' c',
      ' d',
      '-e',
      '+E',
      '+E2',
      ' f',
      ' g',
      ' h',
    ]);
    expect(unifiedDiff('x', null, 'a\n')).toBe('--- /dev/null\n+++ b/x\n@@ -0,0 +1,1 @@\n+a');
    expect(unifiedDiff('x', 'a\n', null)).toBe('--- a/x\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-a');
  });
});

describe('fixes of a project', () => {
  let root = '';
  const SETS = 'app/permissionsets';
  const text = (file: string): string => readFileSync(path.join(root, file), 'utf8');
  const finding = (file: string, code: string, message: string, line: number, fix?: string): Finding => ({
    ...{ code, severity: 'error', message, file, line, column: 1 },
    ...(fix === undefined ? {} : { fix }),
  });
  const SCATTER = finding(
    `${SETS}/A.permissionset-meta.xml`,
    'metadata-schema',
    scattered('a'),
    4,
    'Move it to the other a elements',
  );

  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'rollcall-fix-')));
    mkdirSync(path.join(root, SETS), { recursive: true });
    writeFileSync(path.join(root, SCATTER.file), '<X>\n<a/>\n<b/>\n<a/>\n</X>\n');
    writeFileSync(path.join(root, SETS, 'B.permissionset-meta.xml'), '<X>\n<a/>\n<a/>\n</X>\n');
  });
  afterEach(() => {
    chmodSync(path.join(root, SETS), 0o755);
    rmSync(root, { recursive: true, force: true });
  });

  it('are offered before anything is written, and made whole', async () => {
    const fixes = await findFixes(root, [SCATTER, finding('app/x.cls', 'apex-compile', 'no', 1)]);
    expect(fixes).toMatchObject([
      { file: SCATTER.file, codes: ['metadata-schema'], after: '<X>\n<a/>\n<a/>\n<b/>\n</X>\n' },
    ]);
    expect(text(SCATTER.file)).toContain('<b/>\n<a/>');
    applyFixes(root, fixes);
    expect(text(SCATTER.file)).toContain('<a/>\n<b/>');
    expect(readdirSync(root)).toEqual(['app']);
  });

  it('are none for what has two answers', async () => {
    expect(await findFixes(root, [{ ...SCATTER, fix: 'Keep one a element.' }])).toEqual([]);
  });

  it('change nothing at all when one file is not as it was', async () => {
    const fixes = await findFixes(root, [SCATTER]);
    const more = [...fixes, { file: `${SETS}/B.permissionset-meta.xml`, codes: [], before: 'other', after: 'new' }];
    expect(() => applyFixes(root, more)).toThrow(/B\.permissionset-meta\.xml has changed since it was read/);
    expect(text(SCATTER.file)).toContain('<b/>\n<a/>');
    expect(existsSync(path.join(root, '.rollcall'))).toBe(false);
  });
});
