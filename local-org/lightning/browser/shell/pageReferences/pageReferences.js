/** Page references <-> addresses in this org; no browser in it, so the server's tests read it too. */

/** @typedef {import('shell/pageContext').PageReference} PageReference */

/** Schemes that `standard__webPage` may open; `javascript:` and the like are refused. */
const WEB_SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/**
 * @param {string} search `?c__user=…`
 * @returns {Record<string, string>} every parameter of the address
 */
export function pageReferenceState(search) {
  return Object.fromEntries(new URLSearchParams(search));
}

/**
 * @param {PageReference} reference
 * @returns {string} a path in this org, or a web address
 * @throws {Error} for a type that has no page here, naming it
 */
export function pageReferenceUrl(reference) {
  const { type, attributes = {} } = reference;
  const named = /** @param {string} name */ (name) => {
    const value = attributes[name];
    if (!value) throw new Error(`A ${type} page reference needs the attribute "${name}".`);
    return encodeURIComponent(value);
  };
  switch (type) {
    case 'standard__navItemPage':
      return withState(`/lightning/n/${named('apiName')}`, reference);
    case 'standard__component':
      return withState(`/lightning/cmp/${named('componentName')}`, reference);
    case 'standard__app':
      return withState(`/lightning/app/${named('appTarget').replace(/^c__/, '')}`, reference);
    case 'standard__recordPage': {
      const object = attributes.objectApiName ? `${encodeURIComponent(attributes.objectApiName)}/` : '';
      return withState(`/lightning/r/${object}${named('recordId')}/${named('actionName')}`, reference);
    }
    case 'standard__objectPage':
      return withState(`/lightning/o/${named('objectApiName')}/${named('actionName')}`, reference);
    case 'standard__namedPage':
      return withState(`/lightning/page/${named('pageName')}`, reference);
    case 'standard__webPage':
      return webAddress(attributes.url);
    default:
      throw new Error(`Page reference type "${type}" is not implemented in the embedded org.`);
  }
}

/**
 * @param {string} path
 * @param {PageReference} reference
 */
function withState(path, { state }) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(state ?? {})) {
    if (value !== undefined && value !== null) query.set(name, String(value));
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** @param {string | undefined} url */
function webAddress(url) {
  if (!url) throw new Error('A standard__webPage page reference needs the attribute "url".');
  if (url.startsWith('/') && !url.startsWith('//')) return url;
  let scheme;
  try {
    scheme = new URL(url).protocol;
  } catch {
    throw new Error(`"${url}" is not a web address: begin it with https:// or with / for a page of this org.`);
  }
  if (!WEB_SCHEMES.has(scheme)) throw new Error(`A web page cannot be opened with the scheme "${scheme}".`);
  return url;
}
