/** The menus at the end of the header: notifications, and who is signed in. Forms, no scripts. */
import { notifications, unseenNotifications } from '../../data/outbox/index.ts';
import type { LocalOrg } from '../../org.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { ColleagueToBe } from './switchable-users.ts';
import { VIEW_CHOICES } from './view.ts';
import type { View } from './view.ts';

/** Notifications that the menu shows; older ones are in the REST resource `connect/notifications`. */
const SHOWN = 10;

export interface HeaderMenus {
  /** Carried by every form of the menus. */
  csrfToken: string;
  userName: string;
  notifications: { id: string; title: string; body: string; sentAt: string; read: boolean }[];
  unseen: number;
  /** Whom the administrator may look as; empty for everybody else. */
  colleagues: ColleagueToBe[];
  /** Name of the administrator who looks as this user. */
  switchedFrom?: string;
  /** How the page is shown, and where it is; absent inside a frame, whose outer page has the menu. */
  view?: { now: View; path: string };
}

/** What the menus of a user show. */
export function headerMenus(
  org: LocalOrg,
  userId: string,
  rest: Pick<HeaderMenus, 'csrfToken' | 'userName' | 'colleagues' | 'switchedFrom' | 'view'>,
): HeaderMenus {
  return {
    ...rest,
    notifications: notifications(org.data, userId, SHOWN),
    unseen: unseenNotifications(org.data, userId),
  };
}

function menu(name: string, summary: Html, content: Html): Html {
  return html`<details class="shell-menu" name="shell-menu">
    <summary class="slds-button slds-button_neutral" aria-label="${name}">${summary}</summary>
    <div class="shell-menu-panel slds-box">${content}</div>
  </details>`;
}

function action(path: string, csrfToken: string, fields: Record<string, string>, button: Html): Html {
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  return html`<form method="post" action="${path}">
    <input type="hidden" name="csrf" value="${csrfToken}" />${inputs}${button}
  </form>`;
}

function bell(menus: HeaderMenus): Html {
  const { csrfToken, unseen } = menus;
  const entries = menus.notifications.map(
    ({ id, title, body, sentAt, read }) =>
      html`<li>
        ${action(
          '/lightning/notifications/open',
          csrfToken,
          { id },
          html`<button class="slds-button shell-menu-entry">
            <strong>${title}</strong>${!read && html` <span class="slds-badge">New</span>`}<span>${body}</span
            ><time datetime="${sentAt}">${sentAt.slice(0, 16).replace('T', ' ')} UTC</time>
          </button>`,
        )}
      </li>`,
  );
  return menu(
    unseen === 0 ? 'Notifications' : `Notifications, ${unseen} new`,
    html`Notifications${unseen > 0 && html` <span class="slds-badge">${unseen}</span>`}`,
    entries.length === 0
      ? html`<p>Nothing has been sent to you.</p>`
      : html`<ul>
            ${entries}
          </ul>
          ${action(
            '/lightning/notifications/read',
            csrfToken,
            {},
            html`<button class="slds-button">Mark all as read</button>`,
          )}`,
  );
}

function person({ csrfToken, userName, colleagues, switchedFrom }: HeaderMenus): Html {
  if (colleagues.length === 0 && switchedFrom === undefined)
    return html`<span class="shell-user-name">${userName}</span>`;
  const back =
    switchedFrom !== undefined &&
    action(
      '/lightning/switch/back',
      csrfToken,
      {},
      html`<button class="slds-button shell-menu-entry"><strong>Back to ${switchedFrom}</strong></button>`,
    );
  const entries = colleagues.map(
    ({ userId, name, sets }) =>
      html`<li>
        ${action(
          '/lightning/switch',
          csrfToken,
          { userId },
          html`<button class="slds-button shell-menu-entry"><strong>${name}</strong><span>${sets}</span></button>`,
        )}
      </li>`,
  );
  return menu(
    `Signed in as ${userName}: look as somebody else`,
    html`<span class="shell-user-name">${userName}</span>`,
    html`${back}
    ${
      entries.length > 0 &&
      html`<h2 class="slds-text-title">Look at this org as</h2>
        <ul>
          ${entries}
        </ul>`
    }`,
  );
}

/** Each choice is a form of its own: it takes effect when it is pressed. */
function viewMenu({ csrfToken }: HeaderMenus, { now, path }: NonNullable<HeaderMenus['view']>): Html {
  const kinds = Object.keys(VIEW_CHOICES) as (keyof View)[];
  const rows = kinds.map((key) => {
    const { label, values } = VIEW_CHOICES[key];
    const choices = Object.entries(values).map(([value, text]) =>
      action(
        '/lightning/view',
        csrfToken,
        { [key]: value, from: path },
        html`<button
          class="slds-button slds-button_neutral"
          aria-pressed="${now[key] === value ? 'true' : 'false'}"
          aria-label="${`${label}: ${text}`}"
        >
          ${text}
        </button>`,
      ),
    );
    return html`<div class="shell-choice" role="group" aria-label="${label}"><span>${label}</span>${choices}</div>`;
  });
  return menu('View: theme, direction, screen', html`View`, html`${rows}`);
}

export function headerMenusHtml(menus: HeaderMenus): Html {
  return html`${menus.view && viewMenu(menus, menus.view)}${bell(menus)}${person(menus)}`;
}
