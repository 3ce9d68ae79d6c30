/** What a component's `js-meta.xml` promises: where it may be placed. */
import type { DeployContext } from '../deploy/context.ts';
import { decodeText } from '../package/component.ts';
import { child, childrenNamed, flag } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { parseXml } from '../xml/parse.ts';

const RECORD_PAGE = 'lightning__RecordPage';

export interface Exposure {
  exposed: boolean;
  targets: Set<string>;
  /** Objects on whose record pages it may be placed; empty means all of them. */
  objects: Set<string>;
}

export function exposureOf(document: XmlElement): Exposure {
  const targets = child(document, 'targets');
  return {
    exposed: flag(document, 'isExposed'),
    targets: new Set(targets ? childrenNamed(targets, 'target').map((target) => target.text.trim()) : []),
    objects: new Set(recordObjects(document)),
  };
}

/** `targetConfig` of record pages, `objects/object` (LightningComponentBundle reference, "objects"). */
function recordObjects(document: XmlElement): string[] {
  return childrenNamed(document, 'targetConfigs')
    .flatMap((configs) => childrenNamed(configs, 'targetConfig'))
    .filter((config) => (config.attributes['targets'] ?? '').split(',').some((one) => one.trim() === RECORD_PAGE))
    .flatMap((config) => childrenNamed(config, 'objects'))
    .flatMap((objects) => childrenNamed(objects, 'object'))
    .map((object) => object.text.trim());
}

/** Of a component of this deploy or of the org; undefined when there is none. */
export function findExposure(name: string, context: DeployContext): Exposure | undefined {
  const inPackage = context.inPackage('LightningComponentBundle', name)?.document;
  if (inPackage) return exposureOf(inPackage);
  const stored = context.store.get('LightningComponentBundle', name);
  const meta = stored && [...stored.files].find(([path]) => path.endsWith('.js-meta.xml'));
  return meta ? exposureOf(parseXml(decodeText(meta[1]), meta[0])) : undefined;
}
