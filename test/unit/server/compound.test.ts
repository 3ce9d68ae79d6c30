/** Addresses and places as REST shows them beside their parts (SOAP API Developer Guide, "Compound Fields"). */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Harness } from './harness.ts';
import { startHarness } from './harness.ts';

let org: Harness;
const V = '/services/data/v67.0';

beforeAll(async () => {
  org = await startHarness();
});
afterAll(() => org.close());

it('a record has its address as one value and as parts; an empty one is null', async () => {
  const { id } = (
    await org.call('POST', `${V}/sobjects/Account`, { Name: 'Acme', BillingCity: 'Bern', BillingStreet: 'Gasse 1' })
  ).json as { id: string };
  const { json } = await org.call('GET', `${V}/sobjects/Account/${id}`);
  expect(json).toMatchObject({
    BillingCity: 'Bern',
    BillingAddress: { city: 'Bern', street: 'Gasse 1', country: null, latitude: null },
    ShippingAddress: null,
  });
});

it('the name of a person is text beside its parts', async () => {
  const { id } = (await org.call('POST', `${V}/sobjects/Contact`, { LastName: 'Moss', FirstName: 'Jen' })).json as {
    id: string;
  };
  expect((await org.call('GET', `${V}/sobjects/Contact/${id}`)).json).toMatchObject({
    Name: 'Jen Moss',
    LastName: 'Moss',
    MailingAddress: null,
  });
});

it('a describe lists the address and names it at its parts', async () => {
  const { fields } = (await org.call('GET', `${V}/sobjects/Account/describe`)).json as {
    fields: { name: string; type: string; soapType: string; compoundFieldName: string | null; createable: boolean }[];
  };
  const named = (name: string) => fields.find((field) => field.name === name);
  expect(named('BillingAddress')).toMatchObject({
    type: 'address',
    soapType: 'urn:address',
    createable: false,
    compoundFieldName: null,
  });
  expect(named('BillingCity')).toMatchObject({ compoundFieldName: 'BillingAddress' });
});
