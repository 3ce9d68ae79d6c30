/**
 * `lightning/navigation`: page references to and from this org's URLs (LWC Developer Guide, "PageReference Types").
 * Another page is loaded; another state of the same page is written into the address and told to the components.
 */
import { pageContext } from 'shell/pageContext';
import { pageReferenceState, pageReferenceUrl } from 'shell/pageReferences';

/** @typedef {import('shell/pageContext').PageReference} PageReference */

/** @type {PageReference} */
let current = freezeReference(pageContext.pageReference);
/** @type {Set<(reference: PageReference) => void>} */
const subscribers = new Set();

/**
 * @param {PageReference} reference
 * @returns {PageReference}
 */
function freezeReference(reference) {
  return Object.freeze({
    type: reference.type,
    attributes: Object.freeze({ ...reference.attributes }),
    state: Object.freeze({ ...reference.state }),
  });
}

function readAddress() {
  current = freezeReference({ ...current, state: pageReferenceState(window.location.search) });
  subscribers.forEach((tell) => tell(current));
}

window.addEventListener('popstate', readAddress);

/**
 * @param {PageReference} reference
 * @param {boolean} [replace] whether the present entry of the browser's history is replaced
 */
export function navigate(reference, replace = false) {
  const url = pageReferenceUrl(reference);
  if (reference.type === 'standard__webPage') {
    window.open(url, '_blank', 'noopener');
    return;
  }
  const target = new URL(url, window.location.href);
  if (target.pathname !== window.location.pathname) {
    if (replace) window.location.replace(target);
    else window.location.assign(target);
    return;
  }
  if (target.search !== window.location.search) {
    if (replace) window.history.replaceState(null, '', target);
    else window.history.pushState(null, '', target);
  }
  readAddress();
}

/**
 * @param {PageReference} reference
 * @returns {Promise<string>}
 */
export async function generateUrl(reference) {
  return pageReferenceUrl(reference);
}

const NAVIGATE = Symbol('Navigate');
const GENERATE_URL = Symbol('GenerateUrl');

/**
 * @template {new (...args: any[]) => object} T
 * @param {T} Base
 */
export function NavigationMixin(Base) {
  return class extends Base {
    /**
     * @param {PageReference} reference
     * @param {boolean} [replace]
     */
    [NAVIGATE](reference, replace) {
      navigate(reference, replace);
    }

    /** @param {PageReference} reference */
    [GENERATE_URL](reference) {
      return generateUrl(reference);
    }
  };
}
NavigationMixin.Navigate = NAVIGATE;
NavigationMixin.GenerateUrl = GENERATE_URL;

/** Wire adapter: the reference of the page that is open, again whenever its state changes. */
export class CurrentPageReference {
  /** @param {(reference: PageReference) => void} dataCallback */
  constructor(dataCallback) {
    this.dataCallback = dataCallback;
    dataCallback(current);
  }

  connect() {
    subscribers.add(this.dataCallback);
    this.dataCallback(current);
  }

  disconnect() {
    subscribers.delete(this.dataCallback);
  }

  update() {
    this.dataCallback(current);
  }
}
