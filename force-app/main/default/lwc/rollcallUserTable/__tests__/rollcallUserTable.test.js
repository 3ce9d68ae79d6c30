import { createElement } from 'lwc';
import RollcallUserTable from 'c/rollcallUserTable';

describe('c-rollcall-user-table', () => {
  afterEach(() => document.body.replaceChildren());

  it('gives each of its cell types a template and the keyboard handling of the standard layout', () => {
    const types = RollcallUserTable.customTypes;
    expect(Object.keys(types)).toEqual(['rollcallUser', 'rollcallSource', 'rollcallStatus', 'rollcallMissing']);
    for (const { template, standardCellLayout } of Object.values(types)) {
      expect(typeof template).toBe('function');
      expect(standardCellLayout).toBe(true);
    }
  });

  it('is accessible', async () => {
    const element = createElement('c-rollcall-user-table', { is: RollcallUserTable });
    document.body.appendChild(element);
    await expect(element).toBeAccessible();
  });
});
