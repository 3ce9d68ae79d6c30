/**
 * Checks a metadata document against its type: unknown, misplaced, repeated and missing elements, enumerations, booleans
 * and numbers. The platform's parser does the same before it looks at any meaning (reference/metadata.md §1.1).
 */
import { METADATA_NAMESPACE } from '../xml/element.ts';
import type { Position, XmlElement } from '../xml/element.ts';
import { elementsOf, enumValues, primitiveOf, requiredTexts } from './types.ts';

export interface SchemaProblem {
  problem: string;
  at: Position;
}

/** Mandatory in the WSDL, and filled in by the platform where a file leaves it out. */
const FILLED_IN = new Set(['ApexClass.status', 'ApexTrigger.status']);
/** Content is XML of another vocabulary, kept as it is (LightningComponentBundle reference, "targetConfigs"). */
const OPAQUE = new Set(['LightningComponentBundle.targetConfigs', 'CustomMetadataValue.value']);
const BOOLEANS = new Set(['true', 'false', '1', '0']);
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

function isNil(element: XmlElement): boolean {
  return element.attributes['xsi:nil'] === 'true' || element.attributes['xsi:nil'] === '1';
}

function checkText(element: XmlElement, type: string, problems: SchemaProblem[]): void {
  const stray = element.children[0];
  if (stray) {
    problems.push({
      problem: `Error parsing file: Element {${stray.namespace}}${stray.name} invalid at this location in type ${type}`,
      at: stray.at,
    });
    return;
  }
  const text = element.text.trim();
  const values = enumValues(type);
  const wrong = (problem: string): void =>
    void problems.push({ problem: `Error parsing file: ${problem}`, at: element.at });
  if (values) {
    if (text !== '' && !values.includes(text)) wrong(`'${text}' is not a valid value for the enum '${type}'`);
  } else if (type === 'boolean') {
    if (!BOOLEANS.has(text) && !isNil(element)) wrong(`'${text}' is not a valid value for the type xsd:boolean`);
  } else if (type === 'number') {
    if (!NUMBER.test(text) && text !== '' && !isNil(element))
      wrong(`'${text}' is not a valid value for the type xsd:double`);
  }
}

/**
 * Finds every problem of `element` read as Metadata API type `type`.
 * Wording: `Element {ns}x invalid at this location in type T`, `Element x is duplicated at this location in type T`,
 * `'v' is not a valid value for the enum 'E'`, `Required field is missing: x`.
 */
export function checkElement(element: XmlElement, type: string, problems: SchemaProblem[] = []): SchemaProblem[] {
  const elements = elementsOf(type);
  if (!elements) {
    checkText(element, primitiveOf(type), problems);
    return problems;
  }
  const seen = new Set<string>();
  const filled = new Set<string>();
  let previous = '';
  for (const child of element.children) {
    const known = elements.get(child.name);
    if (!known || (child.namespace !== METADATA_NAMESPACE && child.namespace !== '')) {
      problems.push({
        problem: `Error parsing file: Element {${child.namespace || METADATA_NAMESPACE}}${child.name} invalid at this location in type ${type}`,
        at: child.at,
      });
      continue;
    }
    if (seen.has(child.name) && (!known.repeats || previous !== child.name)) {
      problems.push({
        problem: `Error parsing file: Element ${child.name} is duplicated at this location in type ${type}`,
        at: child.at,
      });
    }
    seen.add(child.name);
    if (child.children.length > 0 || child.text.trim() !== '') filled.add(child.name);
    previous = child.name;
    // Nothing is required of what is declared to be nothing (`<objectMapping xsi:nil="true"/>` of duplicate rules).
    if (!OPAQUE.has(`${type}.${child.name}`) && known.type !== 'any' && !isNil(child))
      checkElement(child, known.type, problems);
  }
  for (const name of requiredTexts(type)) {
    if (filled.has(name) || FILLED_IN.has(`${type}.${name}`)) continue;
    problems.push({ problem: `Required field is missing: ${name}`, at: element.at });
  }
  return problems;
}
