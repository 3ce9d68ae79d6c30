/** The HTML of the login page: who asks, for what, as whom. */
import { SYSTEM } from '../../data/types.ts';
import type { LocalOrg } from '../../org.ts';
import { html } from '../../lightning/page/html.ts';
import type { Html } from '../../lightning/page/html.ts';
import { bareDocument, messageHtml } from '../../lightning/page/shell.ts';
import { styleSheets } from '../../lightning/static-files.ts';

/** Suggestions, not a directory: any other user name can be typed. */
const MOST_SUGGESTED = 50;

export interface AuthorizePage {
  org: LocalOrg;
  /** What the client is called. */
  application: string;
  /** User name of who is signed in in this browser. */
  signedIn: string | undefined;
  isLocal: boolean;
  /** The client's request, as a query string. */
  request: string;
  token: string;
  /** What was wrong with the last try. */
  problem?: string;
}

export function authorizePage(page: AuthorizePage): string {
  const { data } = page.org;
  const [organization] = data.rows('Organization');
  const names = suggestions(page);
  const content = html`<section class="slds-box shell-message">
    <h1 class="slds-text-heading_medium">Allow access?</h1>
    <p>${page.application} asks for access to ${String(organization?.Name)} (${data.orgId}), an embedded org on this machine, not Salesforce. It will be able to do what the user below may do.</p>
    ${page.problem !== undefined && html`<p role="alert" class="slds-text-color_error">${page.problem}</p>`}
    <form method="post" action="/services/oauth2/authorize" autocomplete="off">
      <input type="hidden" name="request" value="${page.request}" />
      <input type="hidden" name="token" value="${page.token}" />
      <div class="slds-form-element">
        <label class="slds-form-element__label" for="username">Username</label>
        <div class="slds-form-element__control">
          <input class="slds-input" id="username" name="username" list="users" required value="${names[0] ?? ''}" />
          <datalist id="users">
            ${names.map((name) => html`<option value="${name}"></option>`)}
          </datalist>
        </div>
      </div>
      <div class="slds-form-element">
        <label class="slds-form-element__label" for="password">Password</label>
        <div class="slds-form-element__control">
          <input class="slds-input" id="password" name="password" type="password" aria-describedby="password-help" />
        </div>
        <p class="slds-form-element__help slds-text-color_weak" id="password-help">${passwordHelp(page)}</p>
      </div>
      <p>
        <button class="slds-button slds-button_brand" name="decision" value="allow">Allow</button>
        <button class="slds-button slds-button_neutral" name="decision" value="deny" formnovalidate>Deny</button>
      </p>
    </form>
  </section>`;
  return document('Allow access?', content);
}

export function authorizeProblem(title: string, message: string): string {
  return document('Allow access?', messageHtml(title, message));
}

function passwordHelp({ isLocal }: AuthorizePage): string {
  return isLocal
    ? 'Leave it empty for a user without one: users of an embedded org have no password until it is set.'
    : 'This org listens to the network, so a user needs a password here, or must be signed in.';
}

/** Who is signed in, then administrators, then others, by name. */
function suggestions({ org: { data }, signedIn }: AuthorizePage): string[] {
  const names = ["Profile.Name = 'System Administrator'", "Profile.Name != 'System Administrator'"].flatMap((which) =>
    data
      .query(`SELECT Username FROM User WHERE IsActive = true AND ${which} ORDER BY Username LIMIT ${MOST_SUGGESTED}`, {
        ...SYSTEM,
        actor: { userId: '' },
      })
      .records.map((record) => String(record.values.Username)),
  );
  return [...new Set([...(signedIn === undefined ? [] : [signedIn]), ...names])].slice(0, MOST_SUGGESTED);
}

function document(title: string, content: Html): string {
  return bareDocument(title, content, { styles: styleSheets(), scripts: [], preloads: [] });
}
