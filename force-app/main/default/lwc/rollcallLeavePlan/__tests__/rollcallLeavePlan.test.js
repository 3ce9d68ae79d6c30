import { createElement } from 'lwc';
import RollcallLeavePlan from 'c/rollcallLeavePlan';
import plan from './data/plan.json';

function show(changes = {}) {
  const element = createElement('c-rollcall-leave-plan', { is: RollcallLeavePlan });
  element.plan = { ...plan, ...changes };
  document.body.appendChild(element);
  return element;
}

const find = (element, selector) => element.shadowRoot.querySelector(selector);

describe('c-rollcall-leave-plan', () => {
  afterEach(() => document.body.replaceChildren());

  it('says step by step what will happen', () => {
    const element = show();
    const steps = [...element.shadowRoot.querySelectorAll('ol > li')];
    expect(steps.map(({ dataset }) => dataset.step)).toEqual(['Freeze', 'RevokeSessions', 'Deactivate']);
    expect(steps[0].querySelector('c-rollcall-badge').label).toBe('Nothing to do');
    expect(steps[1].querySelector('c-rollcall-badge')).toBeNull();
    expect(steps[1].textContent).toContain('Open sessions that end at once: 2.');
  });

  it("names what stands in the way, with the platform's words and the fix", () => {
    const element = show();
    const reports = find(element, '[data-blocker="DirectReports"]');
    expect(reports.textContent).toContain('People who report to the user: 3');
    expect(reports.textContent).toContain('Three users name this one');
    expect(reports.querySelector('.fix').textContent).toBe('Name a successor.');
    const unknown = find(element, '[data-blocker="Unknown"]');
    expect(unknown.textContent).toContain('Default owners');
    expect(unknown.querySelector('.fix')).toBeNull();
  });

  it('says what is still live, or that nothing is', () => {
    expect(find(show(), '[data-id="live"]').textContent).toContain('Permission set licenses: 2');
    document.body.replaceChildren();
    const element = show({ live: [], blockers: [] });
    expect(find(element, '[data-id="live"]').textContent).toContain('Nothing is live any more.');
    expect(find(element, '[data-id="blockers"]')).toBeNull();
  });

  it('is accessible', async () => {
    await expect(show()).toBeAccessible();
  });
});
