import { byUser, choose, everything, figuresOf, seatsFor } from 'c/rollcallFixPlan';
import plan from './data/plan.json';

const [LICENSE, GROUP, , REMOVAL] = plan.items.map(({ key }) => key);

describe('the choice of changes', () => {
  it('begins with everything that can be done', () => {
    expect(everything(plan.items)).toEqual([LICENSE, GROUP, REMOVAL]);
  });

  it('takes the license along with the set that needs it', () => {
    expect(choose(plan.items, [], GROUP, true)).toEqual([LICENSE, GROUP]);
  });

  it('leaves out the set whose license is left out', () => {
    expect(choose(plan.items, [LICENSE, GROUP, REMOVAL], LICENSE, false)).toEqual([REMOVAL]);
    expect(choose(plan.items, [LICENSE, GROUP], GROUP, false)).toEqual([LICENSE]);
  });

  it('never takes what is blocked', () => {
    expect(choose(plan.items, [], plan.items[2].key, true)).toEqual([]);
  });

  it('copes with plans that name no requirements', () => {
    const items = plan.items.map((item) => ({ ...item, requires: null }));
    expect(choose(items, [], GROUP, true)).toEqual([GROUP]);
    expect(choose(items, [LICENSE, GROUP], LICENSE, false)).toEqual([GROUP]);
  });
});

describe('what the choice takes', () => {
  it('counts seats of the chosen licenses only', () => {
    expect(seatsFor(plan, [LICENSE, GROUP])).toEqual(plan.seats);
    expect(seatsFor(plan, [REMOVAL])).toEqual([]);
  });

  it('says when there are too few seats, or no limit', () => {
    const few = { ...plan, seats: [{ ...plan.seats[0], needed: 3, free: 1, isEnough: false }] };
    expect(seatsFor(few, [LICENSE])[0]).toMatchObject({ needed: 3, isEnough: false });
    const unlimited = { ...plan, seats: [{ ...plan.seats[0], free: null }] };
    expect(seatsFor(unlimited, [LICENSE])[0]).toMatchObject({ needed: 1, free: null, isEnough: true });
  });

  it('counts what is given, taken, for whom, and what is privileged', () => {
    expect(figuresOf(plan.items, everything(plan.items))).toEqual({ assigned: 2, removed: 1, users: 2, privileged: 1 });
    expect(figuresOf(plan.items, [])).toEqual({ assigned: 0, removed: 0, users: 0, privileged: 0 });
  });

  it('groups changes by user, in the order of the names', () => {
    const users = byUser([...plan.items].reverse());
    expect(users.map(({ name, username, items }) => [name, username, items.length])).toEqual([
      ['Ada Example', 'ada.example@example.com', 3],
      ['Grace Sample', 'grace.sample@example.com', 1],
    ]);
  });
});
