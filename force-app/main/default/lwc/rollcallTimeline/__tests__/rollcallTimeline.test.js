import { createElement } from 'lwc';
import getTimeline from '@salesforce/apex/RollcallUserController.getTimeline';
import RollcallTimeline from 'c/rollcallTimeline';
import timeline from './data/timeline.json';

jest.mock('@salesforce/apex/RollcallUserController.getTimeline', () => ({ default: jest.fn() }), { virtual: true });

const USER_ID = '005000000000014AAA';
const created = {
  at: '2026-11-12T08:41:00.000Z',
  kind: 'Created',
  title: 'User created by Entra – Employees',
  text: null,
  actor: 'SCIM Entra',
  severity: null,
  outcome: null,
};

/** Lets answered calls arrive and the component render. */
const settle = () =>
  new Promise((resolve) => {
    setTimeout(resolve, 0);
  });

async function show(properties = { userId: USER_ID }) {
  const element = createElement('c-rollcall-timeline', { is: RollcallTimeline });
  Object.assign(element, properties);
  document.body.appendChild(element);
  await settle();
  return element;
}

const find = (element, selector) => element.shadowRoot.querySelector(selector);
const findAll = (element, selector) => [...element.shadowRoot.querySelectorAll(selector)];

describe('c-rollcall-timeline', () => {
  beforeEach(() => getTimeline.mockResolvedValue(timeline));
  afterEach(() => {
    document.body.replaceChildren();
    jest.resetAllMocks();
  });

  it('tells what happened as an ordered list, newest first', async () => {
    const element = await show();
    expect(getTimeline).toHaveBeenCalledWith({ userId: USER_ID, before: null });
    expect(findAll(element, 'ol > li .title').map(({ textContent }) => textContent)).toEqual(
      timeline.entries.map(({ title }) => title),
    );
    expect(findAll(element, 'lightning-icon').map(({ alternativeText }) => alternativeText)).toEqual([
      'Change',
      'Login',
      'Finding closed',
      'Finding opened',
    ]);
    expect(find(element, '[role="status"]').textContent).toBe('Timeline entries: 4');
  });

  it('says who did it, when, and what became of it', async () => {
    const [change] = findAll(await show(), 'li');
    expect(change.textContent).toContain('by Admin Example');
    expect(change.textContent).toContain('LICENSE_LIMIT_EXCEEDED');
    expect(change.querySelector('c-rollcall-badge').label).toBe('Failed');
    expect(change.querySelector('lightning-formatted-date-time').value).toBe(timeline.entries[0].at);
    expect(change.querySelector('lightning-relative-date-time').value).toBe(Date.parse(timeline.entries[0].at));
  });

  it('says how bad an opened finding is', async () => {
    const items = findAll(await show(), 'li');
    expect(items[3].querySelector('c-rollcall-badge').label).toBe('Critical');
    expect(items[2].querySelector('c-rollcall-badge')).toBeNull();
    expect(items[1].querySelector('c-rollcall-badge')).toBeNull();
  });

  it('shows earlier entries when asked, and moves the keyboard to the first of them', async () => {
    const element = await show();
    getTimeline.mockResolvedValue({ entries: [created, { ...created, kind: 'Other' }], more: false });
    find(element, '[data-id="earlier"]').click();
    await settle();
    expect(getTimeline).toHaveBeenLastCalledWith({ userId: USER_ID, before: '2026-11-20T08:00:00.000Z' });
    expect(findAll(element, 'li')).toHaveLength(6);
    expect(find(element, '[data-id="earlier"]')).toBeNull();
    expect(element.shadowRoot.activeElement).toBe(findAll(element, 'li')[4]);
  });

  it('can go on as long as there is more', async () => {
    const element = await show();
    find(element, '[data-id="earlier"]').click();
    await settle();
    expect(findAll(element, 'li')).toHaveLength(8);
    expect(find(element, '[data-id="earlier"]')).not.toBeNull();
  });

  it('says that nothing is recorded', async () => {
    getTimeline.mockResolvedValue({ entries: [], more: false });
    expect(find(await show(), '[data-id="empty"]').textContent).toContain('Nothing is recorded');
  });

  it('asks nothing without a user, and for every user it is given', async () => {
    const element = await show({ userId: null });
    expect(getTimeline).not.toHaveBeenCalled();
    element.userId = USER_ID;
    await settle();
    expect(element.userId).toBe(USER_ID);
    expect(findAll(element, 'li')).toHaveLength(4);
  });

  it('reads the newest page again when told', async () => {
    const element = await show();
    await element.refresh();
    await settle();
    expect(getTimeline).toHaveBeenCalledTimes(2);
    expect(findAll(element, 'li')).toHaveLength(4);
  });

  it('never shows an answer that was overtaken', async () => {
    let answer;
    let refuse;
    getTimeline
      .mockReturnValueOnce(
        new Promise((resolve) => {
          answer = resolve;
        }),
      )
      .mockReturnValueOnce(
        new Promise((_, reject) => {
          refuse = reject;
        }),
      );
    const element = await show();
    expect(find(element, 'lightning-spinner')).not.toBeNull();
    element.refresh();
    element.refresh();
    await settle();
    answer({ entries: [created], more: false });
    refuse(new Error('late'));
    await settle();
    expect(findAll(element, 'li')).toHaveLength(4);
    expect(find(element, 'c-rollcall-error-panel')).toBeNull();
    element.remove();
  });

  it('says what went wrong and tries again', async () => {
    getTimeline.mockRejectedValueOnce({ body: { message: 'No view' } });
    const element = await show();
    const panel = find(element, 'c-rollcall-error-panel');
    expect(panel.heading).toBe('The timeline could not be loaded');
    panel.dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(findAll(element, 'li')).toHaveLength(4);
    expect(element.shadowRoot.activeElement).toBe(find(element, 'h3'));
  });

  it('is accessible', async () => {
    await expect(await show()).toBeAccessible();
  });
});
