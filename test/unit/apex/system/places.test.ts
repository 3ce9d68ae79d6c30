/** What Apex learns of the org's allowances, of sites and of places on earth, as the Apex Reference Guide documents it. */
import { expect, it } from '@jest/globals';
import { evaluate } from '../../../support/apex-expressions.ts';
import { openApexOrg } from '../../../support/apex-org.ts';
import { ALLOWANCES } from '../../../../local-org/data/allowances.ts';

const org = openApexOrg();

/** The printed value of each of the expressions. */
function answers(stated: Record<string, string>): Record<string, string> {
  const expressions = Object.keys(stated);
  const printed = evaluate(org, expressions);
  return Object.fromEntries(expressions.map((expression, at) => [expression, printed[at] ?? '']));
}

it('OrgLimits has the allowances of the REST resource, none of them used', () => {
  const stated = {
    'OrgLimits.getAll().size()': String(Object.keys(ALLOWANCES).length),
    "OrgLimits.getMap().get('SingleEmail').getLimit()": String(ALLOWANCES.SingleEmail),
    "OrgLimits.getMap().get('SingleEmail').getName()": 'SingleEmail',
    "OrgLimits.getMap().get('SingleEmail').getValue()": '0',
    '(Object) OrgLimits.getAll()[0] instanceof OrgLimit': 'true',
  };
  expect(answers(stated)).toEqual(stated);
});

it('a Location has a latitude, a longitude and a distance in miles or kilometers', () => {
  const stated = {
    'Location.newInstance(48.1, 11.5).latitude': '48.1',
    'Location.newInstance(48.1, 11.5).getLongitude()': '11.5',
    "Location.newInstance(0, 0).getDistance(Location.newInstance(1, 0), 'km').intValue()": '111',
    "Location.getDistance(Location.newInstance(0, 0), Location.newInstance(1, 0), 'mi').intValue()": '69',
    '(Object) Location.newInstance(0, 0) instanceof Location': 'true',
    "Location.newInstance(0, 0).getDistance(Location.newInstance(1, 0), 'm')":
      "System.InvalidParameterValueException: Invalid unit: m. It is either 'mi' or 'km'",
  };
  expect(answers(stated)).toEqual(stated);
});

it('runs in no site', () => {
  const stated = {
    'Network.getNetworkId()': 'null',
    'Site.getSiteId()': 'null',
    'Site.getName()': 'null',
    'Site.getMasterLabel()': 'null',
    'Auth.CommunitiesUtil.isGuestUser()': 'false',
    'Auth.CommunitiesUtil.isInternalUser()': 'true',
  };
  expect(answers(stated)).toEqual(stated);
});

it('knows the compound field of a part', () => {
  const stated = {
    'Account.BillingCity.getDescribe().getCompoundFieldName()': 'BillingAddress',
    'Lead.City.getDescribe().getCompoundFieldName()': 'Address',
    'Contact.LastName.getDescribe().getCompoundFieldName()': 'Name',
    'Account.Name.getDescribe().getCompoundFieldName()': 'null',
    'Account.Name.getDescribe().isFormulaTreatNullNumberAsZero()': 'false',
  };
  expect(answers(stated)).toEqual(stated);
});

it('a JSONParser forgets its token until it moves on', () => {
  const parsed = org.debugged(`JSONParser p = JSON.createParser('[1]');
    p.clearCurrentToken(); System.debug(p.getLastClearedToken()); p.nextToken(); p.clearCurrentToken();
    System.debug(p.getCurrentToken()); System.debug(p.hasCurrentToken()); System.debug(p.getLastClearedToken()); System.debug(p.nextToken());`);
  expect(parsed).toEqual(['null', 'null', 'false', 'START_ARRAY', 'VALUE_NUMBER_INT']);
});
