/** Where else a user can be looked at. */

/**
 * The user's page in Setup. There is no page reference type for it: `standard__recordPage` of a User is
 * the profile page.
 *
 * @param {string} userId
 */
export function setupPage(userId) {
  const address = encodeURIComponent(`/${userId}?noredirect=1&isUserEntityOverride=1`);
  return {
    type: 'standard__webPage',
    attributes: { url: `/lightning/setup/ManageUsers/page?address=${address}` },
  };
}

/**
 * The user's record page, which Salesforce shows as the profile page of a person.
 *
 * @param {string} userId
 */
export function recordPage(userId) {
  return {
    type: 'standard__recordPage',
    attributes: { recordId: userId, objectApiName: 'User', actionName: 'view' },
  };
}

/**
 * The user named by the address, where this component is a page of its own (`/lightning/cmp/c__rollcallUserDetail`). In
 * the console the console itself reads the address.
 *
 * @param {any} pageReference
 * @returns {string | null}
 */
export function userOfPage(pageReference) {
  const isOwnPage =
    pageReference?.type === 'standard__component' &&
    pageReference.attributes?.componentName?.endsWith('rollcallUserDetail');
  return isOwnPage ? (pageReference.state?.c__user ?? null) : null;
}
