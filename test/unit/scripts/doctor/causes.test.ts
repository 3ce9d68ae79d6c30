/** Every known cause has a check, every check a cause; what no API tells has a place to look at. */
import { describe, expect, it } from '@jest/globals';
import { CAUSES } from '../../../../scripts/doctor/causes.ts';
import { EXAMINATIONS } from '../../../../scripts/doctor/index.ts';
import { severityOf } from '../../../../scripts/doctor/check.ts';
import { manualItems } from '../../../../scripts/doctor/manual.ts';
import { PROVISIONING_MINIMUM } from '../../../../local-org/metadata/permissions/dependencies.ts';
import { NEEDED_FOR } from '../../../../scripts/doctor/permissions.ts';

const checks = EXAMINATIONS.map(({ code }) => code);

describe('the causes that the doctor knows', () => {
  it('each have the check that looks for them, and no check looks for nothing', () => {
    expect(CAUSES.map(({ code }) => code).toSorted()).toEqual(checks.toSorted());
    expect(new Set(checks).size).toBe(checks.length);
  });

  it.each(CAUSES.map((cause) => [cause.code, cause] as const))(
    '%s says where the fact stands and what is read',
    (_, cause) => {
      expect(cause.source).toMatch(/^reference\/(scim|metadata|wire)\.md §/);
      expect(cause.cause.length).toBeGreaterThan(10);
      expect(cause.reads.length).toBeGreaterThan(3);
    },
  );

  it('are severe by what they do: stopping provisioning most, then opening the org', () => {
    expect(severityOf('bad', 'scim-service')).toBe('critical');
    expect(severityOf('bad', 'identity-excess')).toBe('high');
    expect(severityOf('bad', 'scan-age')).toBe('medium');
    expect(severityOf('warning', 'scan-age')).toBe('low');
    expect(severityOf('bad', 'probe-create')).toBe('critical');
    expect(severityOf('unknown', 'scim-service')).toBe('none');
  });
});

describe('what no API tells', () => {
  it('comes with a step, a source and, inside Salesforce, a link', () => {
    const items = manualItems('https://acme.my.salesforce.com');
    expect(new Set(items.map(({ code }) => code)).size).toBe(items.length);
    for (const { code, step, link, source } of items) {
      expect(code).toMatch(/^manual-/);
      expect(source).toMatch(/^reference\//);
      expect(step.startsWith('Setup ›')).toBe(link !== null);
      expect(link ?? 'https://acme.my.salesforce.com/lightning/setup/X/home').toMatch(
        /^https:\/\/acme\.my\.salesforce\.com\/lightning\/setup\/\w+\/home$/,
      );
    }
  });
});

describe('the permissions of a provisioning identity', () => {
  it.each(PROVISIONING_MINIMUM)('%s has a reason', (name) => {
    expect(NEEDED_FOR[name]).toBeTruthy();
  });
});
