import { describe, expect, it } from '@jest/globals';
import { people } from '../../../scripts/start/demo/people.ts';

describe('the example company', () => {
  const everybody = people(250);

  it('has as many people as asked for, from two sources, always the same', () => {
    expect(everybody.length).toBe(250);
    expect(new Set(everybody.map((person) => person.source))).toEqual(new Set(['Employees', 'Contractors']));
    expect(people(250)).toEqual(everybody);
    expect(people(1000).length).toBe(1000);
    expect(people(3).length).toBe(3);
  });

  it('gives everybody a username of their own on an example domain', () => {
    expect(new Set(everybody.map((person) => person.userName)).size).toBe(250);
    expect(everybody.every((person) => /@(partner\.)?example\.com$/.test(person.userName))).toBe(true);
  });

  it('holds the mistakes of a directory: no identifier, one of the other source, an old profile, a forgotten role', () => {
    expect(everybody.filter((person) => person.source === 'Employees' && !person.externalId).length).toBe(2);
    expect(
      everybody.filter((person) => person.source === 'Employees' && person.externalId?.startsWith('c-')).length,
    ).toBe(1);
    expect(everybody.filter((person) => person.profile === 'Standard User').length).toBeGreaterThan(3);
    expect(everybody.filter((person) => person.title === 'Sales Manager' && !person.role).length).toBe(1);
    expect(everybody.filter((person) => person.arrival === 'newcomer').length).toBeGreaterThan(10);
  });
});
