/** Compound fields as queries and Apex read them (SOAP API Developer Guide, "Compound Fields"; Apex Reference, Address Class). */
import { describe, expect, it } from '@jest/globals';
import { evaluate } from '../../../support/apex-expressions.ts';
import { openApexOrg } from '../../../support/apex-org.ts';
import { recordJson } from '../../../../local-org/server/rest/records.ts';
import { SYSTEM } from '../../../../local-org/data/types.ts';

const org = openApexOrg();
org.insert(
  'Account',
  { Name: 'Near', ShippingCity: 'Mountain View', ShippingLatitude: 37.5, ShippingLongitude: -122, Phone: '1' },
  { Name: 'Far', ShippingCity: 'Genève', ShippingCountry: 'Switzerland', ShippingLatitude: 46, ShippingLongitude: 6 },
  { Name: 'Nowhere' },
);

const query = (soql: string) => org.data.query(soql, { ...SYSTEM, actor: org.admin }).records;

describe('an address', () => {
  it('is read by the REST API with all its parts, and is null where all are empty', () => {
    const rows = query('SELECT Name, ShippingAddress, Owner.Address FROM Account ORDER BY Name DESC');
    expect(rows.map((row) => recordJson(row, { base: '/v', context: { org } }).ShippingAddress)).toEqual([
      null,
      {
        city: 'Mountain View',
        country: null,
        geocodeAccuracy: null,
        latitude: 37.5,
        longitude: -122,
        postalCode: null,
        state: null,
        street: null,
      },
      expect.objectContaining({ city: 'Genève', country: 'Switzerland' }),
    ]);
  });

  it('is one of the standard fields', () => {
    expect(query("SELECT FIELDS(STANDARD) FROM Account WHERE Name = 'Near'")[0]?.values.ShippingAddress).toMatchObject({
      compound: { city: 'Mountain View' },
    });
  });

  it('is what distances are measured from', () => {
    const near = "DISTANCE(ShippingAddress, GEOLOCATION(37.5, -122.1), 'km')";
    expect(query(`SELECT Name FROM Account WHERE ${near} < 20`).map((row) => row.values.Name)).toEqual(['Near']);
    expect(query(`SELECT Name FROM Account ORDER BY ${near} DESC NULLS LAST`).map((row) => row.values.Name)).toEqual([
      'Far',
      'Near',
      'Nowhere',
    ]);
  });

  it.each([
    ['WHERE ShippingAddress = null', "field 'ShippingAddress' can not be filtered in a query call"],
    ['ORDER BY ShippingAddress', "field 'ShippingAddress' can not be sorted in a query call"],
    ['GROUP BY ShippingAddress', "field 'ShippingAddress' can not be grouped in a query call"],
  ])('is refused in %s', (clause, message) => {
    const fields = clause.startsWith('GROUP') ? 'COUNT(Id)' : 'Id';
    expect(() => query(`SELECT ${fields} FROM Account ${clause}`)).toThrow(message);
  });

  it('tells Apex its parts', () => {
    const stated = {
      'near.ShippingAddress.getCity()': 'Mountain View',
      'near.ShippingAddress.city': 'Mountain View',
      'near.ShippingAddress.getStreet()': 'null',
      'near.ShippingAddress.getLatitude()': '37.5',
      "((Address) near.get('ShippingAddress')).getDistance(Location.newInstance(37.5, -122), 'km')": '0.0',
      'none.ShippingAddress': 'null',
      '(Object) near.ShippingAddress instanceof Address': 'true',
      "((Map<String, Object>) ((Map<String, Object>) JSON.deserializeUntyped(JSON.serialize(near))).get('ShippingAddress')).get('longitude')":
        '-122',
    };
    const setup = `Account near = [SELECT Name, ShippingAddress FROM Account WHERE Name = 'Near'];
      Account none = [SELECT Name, ShippingAddress FROM Account WHERE Name = 'Nowhere'];`;
    expect(evaluate(org, Object.keys(stated), setup)).toEqual(Object.values(stated));
  });

  it('is not saved with a copy of its row', () => {
    org.run(`Account near = [SELECT Name, ShippingAddress, Phone FROM Account WHERE Name = 'Near'];
      Account copy = near.clone();
      copy.Name = 'Copy';
      insert copy;`);
    expect(org.rows('Account', { Name: 'Copy' })).toMatchObject([{ Phone: '1', ShippingCity: null }]);
  });
});
