/**
 * What the server knows about this page and this user, read once from the page itself.
 * Modules whose value differs from user to user (`@salesforce/user/Id`, `@salesforce/i18n/locale` …) read it here, so that
 * the compiled files are the same for everybody and can be cached.
 */

/**
 * @typedef {object} PageReference
 * @property {string} type e.g. `standard__navItemPage`
 * @property {Record<string, string>} attributes
 * @property {Record<string, string>} state
 */

/**
 * @typedef {object} PlacedComponent
 * @property {string} name API name of the bundle, e.g. `rollcallConsole`
 * @property {string} url where the compiled module is
 * @property {string} region id of the element that it is rendered into
 * @property {Record<string, string | number | boolean>} properties values for its public properties
 */

/**
 * @typedef {object} PageContext
 * @property {string} csrfToken sent with every call to the org
 * @property {{ id: string, name: string, customPermissions: string[], userPermissions: string[] }} user
 * @property {Record<string, string | number>} i18n values of `@salesforce/i18n/…` that differ from the packaged defaults
 * @property {Record<string, string>} labels custom labels that are translated into the user's language
 * @property {PageReference} pageReference
 * @property {PlacedComponent[]} components
 * @property {string} [changesUrl] where the org tells that something was deployed
 */

/** @returns {PageContext} */
function readContext() {
  const element = document.getElementById('page-context');
  if (!element?.textContent) {
    throw new Error('This page carries no context: open it from the org, not from a saved copy.');
  }
  return JSON.parse(element.textContent);
}

/** @type {Readonly<PageContext>} */
export const pageContext = Object.freeze(readContext());

/**
 * @param {string} name API name of a custom label
 * @param {string} text what the label says in the org's language
 * @returns {string} the label in the user's language
 */
export function label(name, text) {
  return pageContext.labels?.[name] ?? text;
}

/**
 * The form that permission modules have on the platform: `true`, or `undefined` when the user lacks it.
 * @param {'customPermissions' | 'userPermissions'} kind
 * @param {string} name
 * @returns {true | undefined}
 */
export function permission(kind, name) {
  return pageContext.user[kind].includes(name) ? true : undefined;
}
