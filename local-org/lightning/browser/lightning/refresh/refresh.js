/** `lightning/refresh` (RefreshView API): a component says that data changed, and registered components fetch theirs again. */

const EVENT_NAME = 'lightning__refreshview';

/** @type {Map<number, { element: Element, refresh: () => Promise<unknown> | unknown }>} */
const handlers = new Map();
let lastId = 0;

export class RefreshEvent extends CustomEvent {
  constructor() {
    super(EVENT_NAME, { bubbles: true, composed: true });
  }
}

/**
 * @param {Element} contextElement the component
 * @param {() => Promise<unknown> | unknown} refresh called on every refresh of the page
 * @returns {number} for `unregisterRefreshHandler`
 */
export function registerRefreshHandler(contextElement, refresh) {
  lastId += 1;
  handlers.set(lastId, { element: contextElement, refresh: refresh.bind(contextElement) });
  return lastId;
}

/** @param {number} id */
export function unregisterRefreshHandler(id) {
  handlers.delete(id);
}

/** Calls every registered handler; one that fails does not keep the others from running. */
function refreshPage() {
  for (const { refresh } of [...handlers.values()]) {
    Promise.resolve()
      .then(refresh)
      .catch((error) => console.error('A refresh handler failed', error));
  }
}

document.addEventListener(EVENT_NAME, refreshPage);
