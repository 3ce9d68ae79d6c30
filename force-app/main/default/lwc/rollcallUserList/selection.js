/**
 * Which users are selected: ids in the order in which they were ticked. At most as many as one fix covers
 * (`RollcallFixController.planFix`), so that nothing is ticked in vain.
 */
export const MAX_SELECTED = 200;

/**
 * @typedef {object} Selected
 * @property {string[]} userIds
 * @property {boolean} isFull whether more were ticked than can be selected
 */

/**
 * A table tells which of its rows are ticked; users on other pages stay selected.
 *
 * @param {readonly string[]} selected what was selected before
 * @param {readonly string[]} shown ids of the rows of the table
 * @param {readonly string[]} ticked ids of the ticked rows
 * @returns {Selected}
 */
export function afterTicking(selected, shown, ticked) {
  const onTable = new Set(shown);
  const isTicked = new Set(ticked);
  const kept = selected.filter((userId) => !onTable.has(userId) || isTicked.has(userId));
  const known = new Set(kept);
  return limited([...kept, ...ticked.filter((userId) => !known.has(userId))]);
}

/**
 * @param {readonly string[]} selected
 * @param {string} userId
 * @param {boolean} isTicked
 * @returns {Selected}
 */
export function afterPicking(selected, userId, isTicked) {
  const others = selected.filter((other) => other !== userId);
  return limited(isTicked ? [...others, userId] : others);
}

/**
 * @param {string[]} userIds
 * @returns {Selected}
 */
function limited(userIds) {
  return { userIds: userIds.slice(0, MAX_SELECTED), isFull: userIds.length > MAX_SELECTED };
}
