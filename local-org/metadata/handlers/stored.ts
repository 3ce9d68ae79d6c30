/**
 * Settings, value sets, static resources, client apps and what belongs to them. Their files are checked against their schema,
 * kept, listed and retrieved; of the settings only the session timeout of SecuritySettings changes what the org does.
 */
import type { DeployContext } from '../deploy/context.ts';
import type { Component } from '../package/component.ts';
import { child, placeOf, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { SESSION_TIMEOUT } from '../../data/settings.ts';
import { elementsOf } from '../schema/types.ts';
import type { TypeHandler } from './handler.ts';

/** Longest static resource (Help, "Static Resources": 5 MB). */
const MAX_STATIC_RESOURCE = 5 * 1024 * 1024;
/** Elements of client-app files that name the app they belong to (reference/metadata.md §4.4). */
const APP_FILES = new Set([
  'ExtlClntAppOauthSettings',
  'ExtlClntAppGlobalOauthSettings',
  'ExtlClntAppOauthConfigurablePolicies',
  'ExtlClntAppConfigurablePolicies',
  'ExtlClntAppOauthSecuritySettings',
  'ExtlClntAppMobileSettings',
  'ExtlClntAppMobileConfigurablePolicies',
  'ExtlClntAppNotificationSettings',
  'ExtlClntAppSamlConfigurablePolicies',
  'ExtlClntAppPushSettings',
  'ExtlClntAppPushConfigurablePolicies',
  'ExtlClntAppCanvasSettings',
]);

function checkSettings(component: Component, context: DeployContext): void {
  const document = component.document as XmlElement;
  // Every settings type of the Metadata API is kept; a name that is none of them is in no org.
  if (!document.name.endsWith('Settings') || !elementsOf(document.name)) {
    context.problem(component, `Not available for deploy in the embedded org: ${document.name}`, { at: document.at });
  } else if (document.name !== `${component.fullName}Settings`) {
    context.problem(
      component,
      `The settings file ${component.fullName} must hold ${component.fullName}Settings, not ${document.name}`,
      { at: document.at },
    );
  }
}

function checkAppFile(component: Component, context: DeployContext): void {
  const document = component.document as XmlElement;
  const app = textOf(document, 'externalClientApplication');
  if (app === undefined) {
    context.problem(component, 'Required field is missing: externalClientApplication', { at: document.at });
  } else if (
    !context.resolves('ExternalClientApplication', app) &&
    !context.inPackage('ExternalClientApplication', app)
  ) {
    context.missing(
      component,
      'externalClientApplication',
      'ExternalClientApplication',
      app,
      placeOf(document, 'externalClientApplication'),
    );
  }
  const user = textOf(document, 'clientCredentialsFlowUser');
  if (user && context.data.rows('User', { Username: user }).length === 0) {
    context.missing(
      component,
      'clientCredentialsFlowUser',
      'User',
      user,
      placeOf(document, 'clientCredentialsFlowUser'),
    );
  }
}

function checkStaticResource(component: Component, context: DeployContext): void {
  const document = component.document;
  const content = component.files.find((file) => !file.path.endsWith('-meta.xml'));
  if (!content) context.problem(component, 'The content file of the static resource is missing');
  else if (content.content.byteLength > MAX_STATIC_RESOURCE)
    context.problem(component, `Static resource is larger than ${MAX_STATIC_RESOURCE} bytes`);
  if (!document || textOf(document, 'contentType') === undefined)
    context.problem(component, 'Required field is missing: contentType');
}

function check(component: Component, context: DeployContext): void {
  if (component.type === 'Settings') checkSettings(component, context);
  else if (component.type === 'StaticResource') checkStaticResource(component, context);
  else if (APP_FILES.has(component.type)) checkAppFile(component, context);
}

/** `sessionSettings.sessionTimeout` holds for every session from now on (SecuritySettings reference, "SessionSettings"). */
function applySessionTimeout(component: Component, { data }: DeployContext): void {
  if (component.document?.name !== 'SecuritySettings') return;
  const session = child(component.document, 'sessionSettings');
  const timeout = session && textOf(session, 'sessionTimeout');
  if (timeout !== undefined) data.setMeta(SESSION_TIMEOUT, timeout);
}

/** Types that other components refer to. */
export const storedHandler: TypeHandler = {
  types: [
    'Settings',
    'GlobalValueSet',
    'StaticResource',
    'RemoteSiteSetting',
    'CspTrustedSite',
    'ExternalClientApplication',
  ],
  check,
  apply(component, context) {
    applySessionTimeout(component, context);
    return {};
  },
};

/** Types that refer to objects, fields, users and profiles. */
export const storedAfterAccessHandler: TypeHandler = {
  types: [...APP_FILES, 'ProfilePasswordPolicy', 'ProfileSessionSetting'],
  check,
};
