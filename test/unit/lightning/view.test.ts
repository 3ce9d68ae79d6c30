/** Theme, direction and screen of the pages: the choices, their cookie, and what each does to a page. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { changedView, readView } from '../../../local-org/lightning/page/view.ts';
import { ADMIN, startHarness } from '../server/harness.ts';
import type { Harness } from '../server/harness.ts';

describe('a view', () => {
  it('is the first choice of each kind until something else is said', () => {
    expect(readView(undefined)).toEqual({ theme: 'system', direction: 'auto', screen: 'full' });
    expect(readView('theme=dark&screen=phone')).toEqual({ theme: 'dark', direction: 'auto', screen: 'phone' });
    expect(readView('theme=<b>&direction=up&nonsense')).toEqual(readView(undefined));
  });

  it('changes by what a form says, and keeps the rest', () => {
    const text = changedView(readView('theme=dark'), new URLSearchParams({ direction: 'rtl', csrf: 'x' }));
    expect(readView(text)).toEqual({ theme: 'dark', direction: 'rtl', screen: 'full' });
    expect(readView(changedView(readView(text), new URLSearchParams({ theme: 'plaid' })))).toEqual({
      theme: 'system',
      direction: 'rtl',
      screen: 'full',
    });
  });
});

describe('a page', () => {
  let org: Harness;
  let session: string;
  beforeEach(async () => {
    org = await startHarness();
    Object.assign(org.org.metadata, { translation: () => undefined });
    const userId = String(org.data.rows('User', { Username: ADMIN })[0]?.Id);
    const otp = org.server.identity.issueOneTimePassword(userId);
    const answer = await fetch(`${org.server.url}/secur/frontdoor.jsp?otp=${otp}`, { redirect: 'manual' });
    session = answer.headers.getSetCookie()[0]!.split(';')[0]!;
  });
  afterEach(() => org.close());

  const open = (cookie = '', headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${org.server.url}/lightning/n/None?c__tab=users`, {
      headers: { cookie: `${session}; ${cookie}`, ...headers },
    });
  const DOCUMENT = { 'sec-fetch-dest': 'document', 'sec-fetch-site': 'none' };
  const OWN_FRAME = { 'sec-fetch-dest': 'iframe', 'sec-fetch-site': 'same-origin' };

  it('has the theme and the direction of the cookie', async () => {
    const plain = await (await open()).text();
    expect(plain).toMatch(/<html lang="[\w-]+" dir="ltr">/);
    expect(plain).toContain('slds-color-scheme_system');
    const text = await (await open('view=theme%3Ddark%26direction%3Drtl')).text();
    expect(text).toContain('dir="rtl"');
    expect(text).toContain('slds-color-scheme_dark');
    expect(text).toMatch(/aria-pressed="true"\s+aria-label="Theme: Dark"/);
  });

  it('stands in a frame as wide as a phone when asked to, and inside it alone', async () => {
    const outer = await open('view=screen%3Dphone', DOCUMENT);
    expect(outer.headers.get('content-security-policy')).toContain("frame-src 'self'");
    expect(outer.headers.get('x-frame-options')).toBe('DENY');
    expect(await outer.text()).toContain('src="/lightning/n/None?c__tab=users"');
    const inner = await open('view=screen%3Dphone', OWN_FRAME);
    expect(inner.headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    expect(inner.headers.get('x-frame-options')).toBe('SAMEORIGIN');
    const text = await inner.text();
    expect(text).not.toContain('<iframe');
    expect(text).not.toContain('Theme: Dark');
  });

  it.each([
    ['a frame of another site', { 'sec-fetch-dest': 'iframe', 'sec-fetch-site': 'cross-site' }],
    ['a browser that says nothing', {}],
  ])('is no frame for %s', async (_what, headers) => {
    const answer = await open('view=screen%3Dphone', headers);
    expect(answer.headers.get('x-frame-options')).toBe('DENY');
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(await answer.text()).not.toContain('<iframe');
  });

  it('changes its view by a form, and stays where it was', async () => {
    const csrf = /name="csrf" value="([^"]+)"/.exec(await (await open()).text())?.[1] ?? '';
    const press = (fields: Record<string, string>): Promise<Response> =>
      fetch(`${org.server.url}/lightning/view`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie: session },
        body: new URLSearchParams(fields),
      });
    const answer = await press({ csrf, theme: 'dark', from: '/lightning/n/None?c__tab=users' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/lightning/n/None?c__tab=users']);
    expect(answer.headers.getSetCookie()[0]).toMatch(/^view=theme%3Ddark.*; HttpOnly; SameSite=Strict$/);
    const elsewhere = await press({ csrf, theme: 'dark', from: 'https://evil.example.com/' });
    expect(elsewhere.headers.get('location')).toBe('/lightning/page/home');
    expect((await press({ csrf: 'wrong', theme: 'dark' })).status).toBe(403);
  });
});
