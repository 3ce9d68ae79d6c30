import { describe, expect, it } from '@jest/globals';
import { loadMessages } from '../../../../scripts/messages.ts';
import type { RunningOrg } from '../../../../scripts/start/options.ts';
import { readyLine, readyText, readyWarnings } from '../../../../scripts/start/ready.ts';

const messages = loadMessages('scim.org.start');

const running = (changes: Partial<RunningOrg> = {}): RunningOrg => ({
  instanceUrl: 'http://127.0.0.1:8080',
  username: 'admin@rollcall.example.com',
  accessToken: '00D!token',
  orgId: '00D000000000001AAA',
  consoleUrl: 'http://127.0.0.1:8080/secur/frontdoor.jsp?sid=x',
  scimUrl: 'http://127.0.0.1:8080/services/scim/v2',
  sources: [],
  hasPackage: true,
  restored: undefined,
  isDevHub: false,
  jwtClientId: undefined,
  wasCutOff: false,
  close: async () => undefined,
  ...changes,
});
const source = {
  name: 'Employees',
  username: 'scim.entra@example.com',
  clientId: 'id',
  clientSecret: 'secret',
  accessToken: '00D!employees',
};

describe('a ready org', () => {
  it('is one line of JSON for scripts', () => {
    const line = readyLine(running({ sources: [source] }));
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(JSON.parse(line)).toMatchObject({ orgId: '00D000000000001AAA', sources: [source] });
  });

  it('shows a person the tokens of the sources, where there are any, and never a client secret', () => {
    const text = readyText(running({ sources: [source] }), messages);
    expect(text).toContain('\n  Employees      00D!employees\n');
    expect(text).not.toContain('secret');
    expect(readyText(running(), messages)).not.toContain('SCIM tokens');
  });

  it('says how to sign in to a Dev Hub, and by JWT, where that was asked for', () => {
    const text = readyText(running({ isDevHub: true, jwtClientId: '3MVGclient' }), messages);
    expect(text).toContain('sf org login web --instance-url http://127.0.0.1:8080 --set-default-dev-hub');
    expect(text).toContain('sf org login jwt --client-id 3MVGclient --username admin@rollcall.example.com');
    expect(readyText(running(), messages)).not.toMatch(/Dev Hub|JWT/);
    expect(JSON.parse(readyLine(running({ isDevHub: true, jwtClientId: '3MVGclient' })))).toMatchObject({
      isDevHub: true,
      jwtClientId: '3MVGclient',
    });
    expect(JSON.parse(readyLine(running()))).not.toHaveProperty('jwtClientId');
  });

  it('says that it is the org of the last run', () => {
    expect(readyText(running({ restored: 'demo' }), messages)).toContain(
      'The org of the last run is back: http://127.0.0.1:8080. Start over with --fresh.',
    );
    expect(readyWarnings(running({ restored: 'demo' }), 'demo', messages)).toEqual([]);
    expect(readyWarnings(running({ restored: 'demo' }), 'none', messages)).toEqual([]);
  });

  it('warns when another seed was asked for than the folder holds', () => {
    expect(readyWarnings(running({ restored: 'demo' }), '500', messages)).toEqual([
      'The folder holds the users of --seed demo already; --seed 500 was not played. --fresh starts over with it.',
    ]);
  });

  it('warns when an earlier seeding was cut off', () => {
    expect(readyWarnings(running({ wasCutOff: true }), 'demo', messages)).toEqual([
      'An earlier start was stopped while users were being provisioned. The org went back to how it was before that.',
    ]);
  });
});
