import { createElement } from 'lwc';
import RollcallLeaveSteps from 'c/rollcallLeaveSteps';
import steps from './data/steps.json';

function show() {
  const element = createElement('c-rollcall-leave-steps', { is: RollcallLeaveSteps });
  element.steps = steps;
  document.body.appendChild(element);
  return element;
}

describe('c-rollcall-leave-steps', () => {
  afterEach(() => document.body.replaceChildren());

  it('says what became of each step, when, and how long it took', () => {
    const lines = [...show().shadowRoot.querySelectorAll('ol > li')];
    expect(lines.map((line) => line.querySelector('c-rollcall-badge').label)).toEqual([
      'Already done',
      'Failed',
      'Waiting',
    ]);
    expect(lines[0].textContent).toContain('0 s');
    expect(lines[0].querySelector('lightning-formatted-date-time').value).toBe(steps[0].occurredAt);
    expect(lines[1].querySelector('.message').textContent).toBe('You cannot deactivate this user.');
    expect(lines[2].querySelector('lightning-formatted-date-time')).toBeNull();
  });

  it('is accessible', async () => {
    await expect(show()).toBeAccessible();
  });
});
