import LOCALE from '@salesforce/i18n/locale';

/**
 * Which changes of a plan are chosen, and what they take. Pure: a choice is a list of keys.
 *
 * @typedef {import('@rollcall/apex-user').FixItem} FixItem
 * @typedef {import('@rollcall/apex-user').FixPlan} FixPlan
 * @typedef {import('@rollcall/apex-user').SeatNeed} SeatNeed
 */

/**
 * @param {FixItem[]} items
 * @returns {string[]} keys of all changes that can be made
 */
export function everything(items) {
  return items.filter(({ isBlocked }) => !isBlocked).map(({ key }) => key);
}

/**
 * Adds a change with all that it needs before it, or takes it away with all that needs it: a permission set
 * cannot be assigned without the license it needs.
 *
 * @param {FixItem[]} items
 * @param {string[]} chosen
 * @param {string} key
 * @param {boolean} isChosen
 * @returns {string[]} the new choice, in the order of the plan
 */
export function choose(items, chosen, key, isChosen) {
  const affected = isChosen ? withRequired(items, key) : withDependents(items, key);
  const choice = new Set(chosen);
  affected.forEach((each) => (isChosen ? choice.add(each) : choice.delete(each)));
  return everything(items).filter((each) => choice.has(each));
}

/**
 * @param {FixItem[]} items
 * @param {string} key
 * @returns {Set<string>}
 */
function withRequired(items, key) {
  const found = new Set([key]);
  // A Set hands out what is added to it while it is walked.
  found.forEach((each) => items.find((item) => item.key === each)?.requires?.forEach((needed) => found.add(needed)));
  return found;
}

/**
 * @param {FixItem[]} items
 * @param {string} key
 * @returns {Set<string>}
 */
function withDependents(items, key) {
  const found = new Set([key]);
  found.forEach((each) =>
    items.filter(({ requires }) => requires?.includes(each)).forEach((dependent) => found.add(dependent.key)),
  );
  return found;
}

/**
 * What the chosen changes take of each license. What the plan counted beside its license items, such as licenses that
 * the org takes by itself with a set, stays counted.
 *
 * @param {FixPlan} plan
 * @param {string[]} chosen
 * @returns {SeatNeed[]} licenses of which something is taken
 */
export function seatsFor(plan, chosen) {
  return plan.seats
    .map((seat) => {
      const takers = plan.items.filter((item) => !item.isBlocked && takes(item, seat));
      const needed = seat.needed - takers.filter(({ key }) => !chosen.includes(key)).length;
      return { ...seat, needed, isEnough: seat.free === null || needed <= seat.free };
    })
    .filter(({ needed }) => needed > 0);
}

/**
 * @param {FixItem} item
 * @param {SeatNeed} seat
 */
function takes(item, seat) {
  return (
    item.action === 'Assign' && item.entitlementType === 'PermissionSetLicense' && item.entitlementName === seat.name
  );
}

/**
 * @param {FixItem[]} items
 * @param {string[]} chosen
 * @returns {{ assigned: number, removed: number, users: number, privileged: number }}
 */
export function figuresOf(items, chosen) {
  const taken = items.filter(({ key }) => chosen.includes(key));
  return {
    assigned: taken.filter(({ action }) => action === 'Assign').length,
    removed: taken.filter(({ action }) => action === 'Remove').length,
    users: new Set(taken.map(({ userId }) => userId)).size,
    privileged: taken.filter(({ isPrivileged }) => isPrivileged).length,
  };
}

/**
 * @param {FixItem[]} items
 * @returns {{ userId: string, name: string, username: string, items: FixItem[] }[]} by name; the changes of a user in
 *   the order of the plan, which is the order in which they are made
 */
export function byUser(items) {
  const users = [...new Set(items.map(({ userId }) => userId))].map((userId) => {
    const own = items.filter((item) => item.userId === userId);
    const [{ userName, userLogin }] = /** @type {[FixItem]} */ (own);
    return { userId, name: userName, username: userLogin, items: own };
  });
  return users.sort((left, right) => left.name.localeCompare(right.name, LOCALE));
}
