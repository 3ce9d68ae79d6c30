import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openKeptTrees, parseSoql, withKeptTrees } from '../../../local-org/soql/index.ts';
import type { KeptTrees } from '../../../local-org/soql/parse.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'scim-trees-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const QUERIES = [
  "SELECT Id, Profile.Name FROM User WHERE Username LIKE '%@example.com' AND (IsActive = TRUE OR NOT Email = NULL) ORDER BY Name DESC NULLS LAST",
  'SELECT Id FROM User WHERE Id IN (:first, :second) LIMIT :count OFFSET :last',
  'SELECT COUNT(Id) total, ProfileId FROM User GROUP BY ProfileId HAVING COUNT(Id) > 1',
  'SELECT Id, (SELECT Id FROM Contacts WHERE Email != NULL) FROM Account WHERE CreatedDate = LAST_N_DAYS:30 ALL ROWS',
  'SELECT TYPEOF What WHEN Account THEN Phone ELSE Name END FROM Event',
  'SELECT Id FROM User WHERE Id IN (SELECT AssigneeId FROM PermissionSetAssignment) WITH USER_MODE',
];

describe('kept syntax trees', () => {
  it.each(QUERIES)('are what the parser says: %s', (text) => {
    const trees = openKeptTrees(folder);
    const parsed = parseSoql(text);
    trees.set(text, parsed);
    trees.save();
    expect(openKeptTrees(folder).get(text)).toEqual(parsed);
  });

  it('stand in for the parser, and receive what it had to make', () => {
    const text = 'SELECT Id, Name FROM Group WHERE DeveloperName = :kept';
    const trees = openKeptTrees(folder);
    withKeptTrees(trees, () => parseSoql(text));
    const standIn: KeptTrees = { get: (asked) => ({ ...trees.get(text)!, text: asked }), set: () => undefined };
    expect(withKeptTrees(standIn, () => parseSoql('no query at all, but known')).query.sObject).toBe('Group');
  });

  it('are not made of what is asked outside', () => {
    const trees = openKeptTrees(folder);
    withKeptTrees(trees, () => parseSoql('SELECT Id FROM Account WHERE Name = :inside'));
    parseSoql("SELECT Id FROM User WHERE LastName = 'Example' AND FirstName = 'outside'");
    trees.save();
    expect(readFileSync(path.join(folder, 'soql-trees.json'), 'utf8')).not.toContain('outside');
  });

  it('are not made of a query that is wrong', () => {
    const trees = openKeptTrees(folder);
    expect(() => withKeptTrees(trees, () => parseSoql('SELECT FROM'))).toThrow(/unexpected token/);
    expect(trees.get('SELECT FROM')).toBeUndefined();
    expect(() => parseSoql('SELECT FROM')).toThrow(/unexpected token/);
  });
});
