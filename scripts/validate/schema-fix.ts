/** What most likely was meant where a document does not fit its type. */
import { didYouMean } from '../../local-org/metadata/schema/did-you-mean.ts';
import { elementsOf, enumValues } from '../../local-org/metadata/schema/types.ts';

const ELEMENT = /Element \{.*\}(\S+) invalid at this location in type (\S+)$/;
const VALUE = /'(.*)' is not a valid value for the enum '(\S+)'$/s;
const REPEATED = /Element (\S+) is duplicated at this location in type (\S+)$/;
/** More values than this help nobody. */
const FEW = 12;

/** @param message in the platform's wording. */
export function schemaFix(message: string): string | undefined {
  const [, element, owner] = ELEMENT.exec(message) ?? [];
  if (element && owner) {
    const meant = didYouMean(element, elementsOf(owner)?.keys() ?? []);
    return meant && `Did you mean ${meant}?`;
  }
  const [, value, type] = VALUE.exec(message) ?? [];
  if (value !== undefined && type) {
    const values = enumValues(type) ?? [];
    const meant = didYouMean(value, values);
    if (meant) return `Did you mean ${meant}?`;
    return values.length <= FEW ? `Use one of: ${values.join(', ')}.` : undefined;
  }
  const [, repeated, parent] = REPEATED.exec(message) ?? [];
  if (!repeated || !parent) return undefined;
  return elementsOf(parent)?.get(repeated)?.repeats
    ? `Move it to the other ${repeated} elements: repeated elements must stand together.`
    : `Keep one ${repeated} element.`;
}
