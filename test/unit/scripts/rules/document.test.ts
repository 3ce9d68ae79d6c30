/** The documents of a rule file. */
import { describe, expect, it } from '@jest/globals';
import { toHtml, toMarkdown, type Page } from '../../../../scripts/rules/document/blocks.ts';
import { pagesOf } from '../../../../scripts/rules/document/pages.ts';
import { EXAMPLE_BOOK } from './example.ts';

const page = (name: string): Page => pagesOf(EXAMPLE_BOOK).find((one) => one.name === name)!;

describe('the documents of a rule file', () => {
  it('say which attributes must be sent, by SCIM path, and which values matter', () => {
    const text = toMarkdown(page('attribute-mapping'));
    expect(text).toContain(
      '| Department | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department | Sales, all regions | equals Sales |',
    );
    expect(text).toContain(
      '| Profile | entitlements (exactly one profile id) | every user | Minimum Access - Salesforce |',
    );
    expect(text).toContain('| FederationIdentifier | externalId |');
  });

  it('say who holds what and why, without inactive rules', () => {
    const text = toMarkdown(page('entitlement-mapping'));
    expect(text).toContain(
      '| Department equals Sales or Country in Germany, France or EmployeeNumber is not blank or role and below Sales\\_Director or public group EMEA | SG-Sales |',
    );
    expect(text).not.toContain('Report');
  });

  it('say how leavers leave, by which deadline, and who takes over', () => {
    const text = toMarkdown(page('deprovisioning-runbook'));
    expect(text).toContain('| Deadline | 60 minutes after freezing |');
    expect(text).toContain('| Who takes over | lead@example.com |');
    expect(text).toContain('1. Freeze the user.');
  });

  it('have a line to sign for each entitlement', () => {
    const text = toMarkdown(page('access-review'));
    expect(text.match(/^\| Entra, employees /gm)).toHaveLength(6);
  });

  it.each(['attribute-mapping', 'entitlement-mapping', 'deprovisioning-runbook', 'access-review'])(
    '%s is one HTML page that loads nothing',
    (name) => {
      const html = toHtml(page(name));
      expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
      expect(html).not.toMatch(/<script|src=|href=|url\(/);
      expect(html).toContain('<th scope="col">');
    },
  );

  it('take every text literally', () => {
    const evil: Page = {
      name: 'x',
      title: '<b>',
      blocks: [{ kind: 'table', head: ['a|b'], rows: [['<script>alert(1)</script> [x](y) `z`']] }],
    };
    expect(toHtml(evil)).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(toHtml(evil)).not.toContain('<script>');
    expect(toMarkdown(evil)).toContain('\\<script\\>alert(1)\\</script\\> \\[x\\](y) \\`z\\`');
  });
});
