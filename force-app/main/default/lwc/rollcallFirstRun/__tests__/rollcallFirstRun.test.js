import { createElement } from 'lwc';
import RollcallFirstRun from 'c/rollcallFirstRun';

function show(properties) {
  const element = createElement('c-rollcall-first-run', { is: RollcallFirstRun });
  Object.assign(element, properties);
  document.body.appendChild(element);
  return element;
}

const done = (element) =>
  [...element.shadowRoot.querySelectorAll('[data-step]')]
    .filter((step) => step.querySelector('c-rollcall-badge'))
    .map((step) => step.dataset.step);

describe('c-rollcall-first-run', () => {
  afterEach(() => document.body.replaceChildren());

  it('numbers the steps and leads to Setup', () => {
    const { shadowRoot } = show({});
    expect([...shadowRoot.querySelectorAll('ol > li')].map((step) => step.dataset.step)).toEqual([
      'user',
      'source',
      'rules',
      'scan',
    ]);
    expect([...shadowRoot.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual([
      '/lightning/setup/ManageUsers/home',
      '/lightning/setup/CustomMetadata/home',
      '/lightning/setup/CustomMetadata/home',
    ]);
  });

  it('marks what is done', () => {
    expect(done(show({}))).toEqual([]);
    expect(done(show({ hasSources: true }))).toEqual(['user', 'source']);
    expect(done(show({ hasSources: true, hasScan: true }))).toEqual(['user', 'source', 'scan']);
  });

  it('is accessible', async () => {
    await expect(show({ hasSources: true })).toBeAccessible();
  });
});
