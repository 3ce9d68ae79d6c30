import { createElement } from 'lwc';
import RollcallEntitlementTable from 'c/rollcallEntitlementTable';

describe('c-rollcall-entitlement-table', () => {
  afterEach(() => document.body.replaceChildren());

  it('knows its cells, with the keyboard handling of the table', () => {
    expect(Object.keys(RollcallEntitlementTable.customTypes)).toEqual(['rollcallEntitlement', 'rollcallSeats']);
    Object.values(RollcallEntitlementTable.customTypes).forEach(({ standardCellLayout, template }) => {
      expect(standardCellLayout).toBe(true);
      expect(template).toBeInstanceOf(Function);
    });
  });

  it('is accessible', async () => {
    const element = createElement('c-rollcall-entitlement-table', { is: RollcallEntitlementTable });
    document.body.appendChild(element);
    await expect(element).toBeAccessible();
  });
});
