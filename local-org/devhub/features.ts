/** `Features` of a scratch org definition: known to the platform, and brought by the embedded org or refused by name. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { NotImplementedError } from '../data/types.ts';
import type { DmlError } from '../data/types.ts';

interface Catalogue {
  plain: string[];
  withQuantity: string[];
}

/** What these bring, every embedded org has (docs/local-org.md lists it), so asking for them changes nothing. */
const HAS = new Set([
  'API',
  'AuthorApex',
  'CustomNotificationType',
  'EnableSetPasswordInApi',
  'ForceComPlatform',
  'IdentityProvisioningFeatures',
  'SalesUser',
  'SCIMProtocol',
  'ServiceUser',
  'TransactionFinalizers',
]);
/** These raise limits that the embedded org does not have. */
const WITHOUT_LIMIT = new Set([
  'AddCustomApps',
  'AddCustomObjects',
  'AddCustomRelationships',
  'AddCustomTabs',
  'MaxApexCodeSize',
  'MaxCustomLabels',
  'NumPlatformEvents',
]);

let known: Map<string, { name: string; plain: boolean; quantity: boolean }> | undefined;

function catalogue(): NonNullable<typeof known> {
  if (known) return known;
  known = new Map();
  const file = path.join(import.meta.dirname, '../catalogue/scratch-features.json');
  const { plain, withQuantity } = JSON.parse(readFileSync(file, 'utf8')) as Catalogue;
  for (const name of [...plain, ...withQuantity]) {
    known.set(name.toLowerCase(), {
      name,
      plain: plain.includes(name),
      quantity: withQuantity.includes(name),
    });
  }
  return known;
}

/**
 * The first thing wrong with a list of features, separated by `;`. Names match without regard to case. The wording is the
 * platform's, as the issues #2443 and #3549 of github.com/forcedotcom/cli quote it.
 * Raises `NotImplementedError` for a feature that Salesforce has and the embedded org has not.
 */
export function featureProblem(features: string): DmlError | undefined {
  for (const entry of features.split(';').map((part) => part.trim())) {
    if (entry === '') continue;
    const [name = '', quantity, ...rest] = entry.split(':');
    const feature = catalogue().get(name.toLowerCase());
    if (!feature || rest.length > 0 || (quantity !== undefined && !feature.quantity)) {
      return invalid(`${entry} is not a valid Features value.`);
    }
    if (quantity === undefined && !feature.plain)
      return invalid(`The feature value ${feature.name} requires a quantity.`);
    if (quantity !== undefined && !/^\d{1,9}$/.test(quantity)) {
      return invalid(`${quantity} is not a valid quantity for the Features value ${feature.name}.`);
    }
    if (!HAS.has(feature.name) && !WITHOUT_LIMIT.has(feature.name)) {
      throw new NotImplementedError(`The scratch org feature ${feature.name}`);
    }
  }
  return undefined;
}

function invalid(message: string): DmlError {
  return { statusCode: 'INVALID_INPUT', message, fields: ['Features'] };
}
