/** The header's menus: looking as somebody else and back, notifications. Over HTTP, with the forms of the page itself. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { addEmail, addNotification, notifications } from '../../../local-org/data/outbox/index.ts';
import { SYSTEM } from '../../../local-org/data/types.ts';
import { ADMIN, createUser, startHarness } from '../server/harness.ts';
import type { Harness } from '../server/harness.ts';

const ADA = 'ada.example@example.com';

let org: Harness;
let adaId: string;
let cookies: Map<string, string>;

beforeEach(async () => {
  org = await startHarness();
  Object.assign(org.org.metadata, { translation: () => undefined });
  adaId = createUser(org.data, org.adminId, ADA);
  const setId = org.data.put('PermissionSet', { Name: 'Viewer', Label: 'Console viewer', IsCustom: true });
  org.data.put('PermissionSetTabSetting', { ParentId: setId, Name: 'Console', Visibility: 'DefaultOn' });
  assign(adaId, setId);
  cookies = new Map();
  await signIn(ADMIN);
});
afterEach(() => org.close());

function assign(userId: string, setId: string): void {
  org.data.insert('PermissionSetAssignment', [{ AssigneeId: userId, PermissionSetId: setId }], {
    ...SYSTEM,
    actor: { userId: org.adminId },
    allOrNone: true,
  });
}

async function request(path: string, options: RequestInit = {}): Promise<Response> {
  const answer = await fetch(`${org.server.url}${path}`, {
    ...options,
    redirect: 'manual',
    headers: {
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(options.headers as Record<string, string>),
    },
  });
  for (const line of answer.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '') cookies.delete(name);
    else cookies.set(name, value);
  }
  return answer;
}

async function signIn(username: string): Promise<void> {
  const userId = String(org.data.rows('User', { Username: username })[0]?.Id);
  await request(`/secur/frontdoor.jsp?otp=${org.server.identity.issueOneTimePassword(userId)}`);
}

const page = async (): Promise<string> => (await request('/lightning/page/home')).text();

/** Sends the form of the page whose button has the text. */
async function press(text: string, change: Record<string, string> = {}): Promise<Response> {
  const form = [...(await page()).matchAll(/<form method="post" action="([^"]+)">(.*?)<\/form>/gs)].find(
    ([, , inside]) => inside?.includes(text),
  );
  if (!form) throw new Error(`The page has no form with "${text}".`);
  const fields = [...(form[2] ?? '').matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
    name!,
    value!,
  ]);
  const body = new URLSearchParams({ ...(Object.fromEntries(fields) as Record<string, string>), ...change });
  return request(form[1]!, { method: 'POST', body });
}

describe('looking as somebody else', () => {
  it('is offered to the administrator, for users who hold a console set', async () => {
    const html = await page();
    expect(html).toContain('<strong>Example</strong>');
    expect(html).toContain('Console viewer');
  });

  it('lists members of permission set groups, and nobody twice', async () => {
    const [set] = org.data.rows('PermissionSet', { Name: 'Viewer' });
    const groupId = org.data.put('PermissionSetGroup', { DeveloperName: 'Desk', MasterLabel: 'Help desk' });
    org.data.put('PermissionSetGroupComponent', { PermissionSetGroupId: groupId, PermissionSetId: set!.Id! });
    org.data.put('PermissionSetAssignment', { AssigneeId: adaId, PermissionSetGroupId: groupId });
    expect(await page()).toContain('Console viewer, Help desk');
  });

  it('shows the page as that user, and leads back', async () => {
    expect((await press('Console viewer')).status).toBe(303);
    const asAda = await page();
    expect(asAda).toContain('Signed in as Example');
    expect(asAda).toContain('Back to Admin User');
    const borrowed = decodeURIComponent(cookies.get('sid') ?? '');
    expect((await press('Back to Admin User')).status).toBe(303);
    expect(await page()).not.toContain('Back to');
    expect(org.server.identity.session(borrowed)).toBeUndefined();
    expect(cookies.has('sid_admin')).toBe(false);
  });

  it('is refused to everybody else, without the token, and for users who may not sign in', async () => {
    expect((await press('Console viewer', { csrf: 'wrong' })).status).toBe(403);
    expect((await press('Console viewer', { userId: '005000000000009AAA' })).status).toBe(404);
    const form = /name="csrf" value="([^"]+)"/;
    await signIn(ADA);
    const html = await page();
    expect(html).not.toContain('Look at this org as');
    const body = new URLSearchParams({ csrf: form.exec(html)?.[1] ?? '', userId: org.adminId });
    expect((await request('/lightning/switch', { method: 'POST', body })).status).toBe(403);
    expect((await request('/lightning/switch/back', { method: 'POST', body })).status).toBe(401);
    cookies.clear();
    expect((await request('/lightning/switch', { method: 'POST', body })).status).toBe(401);
  });

  it('cannot go back when the administrator’s session is over', async () => {
    await press('Console viewer');
    const csrf = /name="csrf" value="([^"]+)"/.exec(await page())?.[1] ?? '';
    org.server.identity.revoke(decodeURIComponent(cookies.get('sid_admin') ?? ''));
    const answer = await request('/lightning/switch/back', { method: 'POST', body: new URLSearchParams({ csrf }) });
    expect(answer.status).toBe(401);
  });
});

describe('notifications', () => {
  const notify = (target: { targetId?: string; targetPageRef?: string }): void =>
    addNotification(org.data, {
      recipientId: org.adminId,
      senderId: org.adminId,
      typeId: '0ML000000000001AAA',
      title: 'A gap <b>',
      body: 'Ada lacks a set.',
      targetId: null,
      targetPageRef: null,
      ...target,
    });

  it('are in the header, open what they are about, and are then read', async () => {
    expect(await page()).toContain('Nothing has been sent to you.');
    notify({ targetId: adaId });
    expect(await page()).toContain('Notifications, 1 new');
    expect(await page()).toContain('A gap &lt;b&gt;');
    const answer = await press('Ada lacks a set.');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/lightning/r/${adaId}/view`]);
    expect(notifications(org.data, org.adminId)[0]).toMatchObject({ read: true, seen: true });
  });

  it('open pages of this org only', async () => {
    notify({
      targetPageRef: JSON.stringify({
        type: 'standard__navItemPage',
        attributes: { apiName: 'Console' },
        state: { c__user: 'x' },
      }),
    });
    expect((await press('Ada lacks')).headers.get('location')).toBe('/lightning/n/Console?c__user=x');
    notify({
      targetPageRef: JSON.stringify({ type: 'standard__webPage', attributes: { url: 'https://evil.example.com' } }),
    });
    expect((await press('Ada lacks')).headers.get('location')).toBe('/lightning/page/home');
    notify({ targetPageRef: '{' });
    expect((await press('Ada lacks')).headers.get('location')).toBe('/lightning/page/home');
    expect((await press('Ada lacks', { id: 'other' })).status).toBe(404);
  });

  it('can all be read at once', async () => {
    notify({ targetId: adaId });
    notify({ targetId: adaId });
    await press('Mark all as read');
    expect(notifications(org.data, org.adminId).every(({ read }) => read)).toBe(true);
  });

  it('are a REST resource of their recipient', async () => {
    const path = '/services/data/v67.0/connect/notifications';
    org.data.put('CustomNotificationType', { DeveloperName: 'Gap', CustomNotifTypeName: 'Gap', MasterLabel: 'Gap' });
    notify({ targetId: adaId });
    notify({ targetId: adaId });
    const list = await org.call('GET', `${path}?size=1`);
    expect(list.json).toMatchObject({
      unreadCount: 2,
      notifications: [{ messageBody: 'Ada lacks a set.', target: adaId, read: false }],
    });
    const { id } = list.json.notifications[0];
    expect((await org.call('GET', `${path}/status`)).json).toMatchObject({ unreadCount: 2, unseenCount: 2 });
    expect((await org.call('PATCH', `${path}/${id}`, { read: true })).json).toMatchObject({ id, read: true });
    expect((await org.call('PATCH', `${path}?read=true&seen=true`)).json).toMatchObject({ unreadCount: 0 });
    expect((await org.call('GET', `${path}/status`)).json).toMatchObject({ unseenCount: 0, oldestUnread: null });
    expect((await org.call('GET', `${path}/nothing`)).status).toBe(404);
    expect((await org.call('PATCH', `${path}/nothing`, { read: true })).status).toBe(404);
    expect((await org.call('PATCH', path, {})).status).toBe(400);
    expect((await org.call('GET', `${path}?size=51`)).status).toBe(400);
  });
});

describe('the outbox', () => {
  it('shows sent mail to administrators only', async () => {
    addEmail(org.data, {
      senderId: org.adminId,
      senderName: 'Admin',
      to: [ADA],
      cc: [],
      bcc: [],
      subject: 'Gaps',
      text: 'Two.',
      html: null,
      external: 0,
      attachments: [],
    });
    expect((await org.call('GET', '/embedded/emails')).json.emails).toMatchObject([{ subject: 'Gaps', to: [ADA] }]);
    const headers = { authorization: `Bearer ${org.server.issueToken(ADA)}` };
    expect((await org.call('GET', '/embedded/emails', undefined, headers)).status).toBe(403);
  });
});
