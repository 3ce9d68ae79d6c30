/** Starts a Lightning page: toasts, then the components that the server placed. The page loads the synthetic shadow before it. */
import { createElement } from 'lwc';
import ToastContainer from 'lightning/toastContainer';
import ComponentHost from 'shell/componentHost';
import { pageContext } from 'shell/pageContext';

/** @param {import('shell/pageContext').PlacedComponent} placed */
async function place(placed) {
  const region = document.getElementById(placed.region);
  if (!region) return;
  const { default: constructorOf } = await import(placed.url);
  const host = Object.assign(createElement('shell-component-host', { is: ComponentHost }), {
    name: placed.name,
    constructorOf,
    properties: placed.properties,
  });
  region.replaceChildren(host);
}

/**
 * @param {import('shell/pageContext').PlacedComponent} placed
 * @param {unknown} error
 */
function showLoadFailure(placed, error) {
  console.error(`Component c:${placed.name} could not be loaded`, error);
  const panel = document.createElement('div');
  panel.setAttribute('role', 'alert');
  panel.className = 'slds-box slds-theme_error slds-m-around_small';
  panel.textContent = `Component c:${placed.name} could not be loaded: ${error instanceof Error ? error.message : String(error)}`;
  document.getElementById(placed.region)?.replaceChildren(panel);
}

if (pageContext.changesUrl) {
  new EventSource(pageContext.changesUrl).addEventListener('message', () => window.location.reload());
}

document.body.append(createElement('lightning-toast-container', { is: ToastContainer }));
for (const placed of pageContext.components) {
  place(placed).catch((error) => showLoadFailure(placed, error));
}
