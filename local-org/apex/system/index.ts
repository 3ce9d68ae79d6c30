/**
 * The system library: one entry for each system type that the embedded org implements, one file for a type or a small
 * family. What the catalogue knows and this map lacks is a compile error that names it.
 */
import type { SystemType } from '../runtime/contract.ts';
import { accessLevelType } from './access.ts';
import { assertType } from './assert.ts';
import { asyncInterfaces, asyncTypes } from './async-types.ts';
import { authTypes } from './auth.ts';
import { businessHoursType } from './business-hours.ts';
import { cacheTypes } from './cache.ts';
import { calloutMockTypes } from './callout-mocks.ts';
import { collatorType } from './collator.ts';
import { iterableType, iteratorType, listType, mapType, setType } from './collections.ts';
import { compressionTypes } from './compression/index.ts';
import { cursorTypes } from './database/cursors.ts';
import { databaseType } from './database/index.ts';
import { locatorTypes } from './database/locator.ts';
import { optionTypes } from './database/options.ts';
import { errorType, resultTypes } from './database/results.ts';
import { savepointType } from './database/savepoint.ts';
import { dateType, timeType } from './date.ts';
import { datetimeType, timeZoneType } from './datetime.ts';
import { blobType, cryptoType, encodingType, uuidType } from './encoding.ts';
import { holderType } from './holders.ts';
import { httpTypes } from './http.ts';
import { invocableTypes } from './invocable.ts';
import { installTypes } from './install.ts';
import { pickListTypes } from './pick-lists.ts';
import { webServiceTypes } from './web-service.ts';
import { jsonTypes } from './json/index.ts';
import { labelType } from './labels.ts';
import { approvalTypes } from './approval.ts';
import { deployCallbackContextType, deployContainerType } from './deploy-container.ts';
import { leadConvertTypes } from './database/convert-lead.ts';
import { mergeResultType } from './database/merge.ts';
import { flowTypes, interviewType } from './flow.ts';
import { formulaTypes } from './formula.ts';
import { addressType, locationType } from './location.ts';
import { orgLimitTypes } from './org-limits.ts';
import { siteTypes } from './sites.ts';
import { limitsType } from './limits.ts';
import { continuationType } from './continuation.ts';
import { matcherType, patternType } from './matcher.ts';
import { mathType } from './math.ts';
import { messagingTypes } from './messaging/index.ts';
import { booleanType, decimalType, doubleType, integerType, longType } from './number.ts';
import { eventBusTypes } from './event-bus.ts';
import { exceptionType, idType, objectType, queryExceptionType, typeType } from './object.ts';
import { apexPagesTypes } from './pages/apex-pages.ts';
import { controllerTypes } from './pages/controllers.ts';
import { pageReferenceTypes } from './pages/page-reference.ts';
import { urlType } from './pages/url.ts';
import { requestTypes } from './request.ts';
import { restTypes } from './rest.ts';
import { schemaTypes } from './schema/index.ts';
import { searchTypes } from './search.ts';
import { securityTypes } from './security.ts';
import { aggregateType, sobjectType } from './sobject.ts';
import { stringType } from './string.ts';
import { systemType } from './system.ts';
import { testType } from './test.ts';
import { domTypes } from './xml/dom.ts';
import { streamReaderType } from './xml/reader.ts';
import { streamWriterType } from './xml/writer.ts';
import { featureManagementType, userInfoType } from './user-info.ts';

export { findImplementation } from '../runtime/registry.ts';
export { enumValue, systemEnum } from './enums.ts';

const ALL: SystemType[] = [
  stringType,
  integerType,
  longType,
  doubleType,
  decimalType,
  booleanType,
  idType,
  blobType,
  dateType,
  datetimeType,
  timeType,
  timeZoneType,
  mathType,
  listType,
  setType,
  mapType,
  iteratorType,
  iterableType,
  { name: 'Comparable' },
  { name: 'Comparator' },
  { name: 'Callable' },
  collatorType,
  objectType,
  typeType,
  exceptionType,
  queryExceptionType,
  sobjectType,
  aggregateType,
  systemType,
  assertType,
  testType,
  limitsType,
  ...orgLimitTypes,
  addressType,
  locationType,
  ...formulaTypes,
  ...siteTypes,
  userInfoType,
  featureManagementType,
  accessLevelType,
  databaseType,
  ...resultTypes,
  ...leadConvertTypes,
  continuationType,
  mergeResultType,
  errorType,
  ...locatorTypes,
  ...cursorTypes,
  ...optionTypes,
  savepointType,
  ...schemaTypes,
  ...jsonTypes,
  ...asyncTypes,
  ...asyncInterfaces,
  encodingType,
  cryptoType,
  uuidType,
  patternType,
  matcherType,
  ...httpTypes,
  ...requestTypes,
  ...restTypes,
  ...eventBusTypes,
  ...messagingTypes,
  ...authTypes,
  ...securityTypes,
  ...cacheTypes,
  ...compressionTypes,
  businessHoursType,
  ...installTypes,
  ...pickListTypes,
  ...invocableTypes,
  ...flowTypes,
  ...webServiceTypes,
  labelType,
  ...calloutMockTypes,
  ...searchTypes,
  urlType,
  ...pageReferenceTypes,
  ...apexPagesTypes,
  ...controllerTypes,
  ...domTypes,
  streamReaderType,
  streamWriterType,
  ...approvalTypes,
  deployContainerType,
  deployCallbackContextType,
];

/** What is written here (`has`, and what it lists), and the classes that only hold values (`get` knows them too). */
class Library extends Map<string, SystemType> {
  private readonly holders = new Map<string, SystemType | undefined>();

  override get(name: string): SystemType | undefined {
    const written = super.get(name);
    if (written) return written;
    if (!this.holders.has(name)) this.holders.set(name, interviewType(name) ?? holderType(name));
    return this.holders.get(name);
  }
}

/** By catalogue name. */
export const systemTypes: ReadonlyMap<string, SystemType> = new Library(ALL.map((type) => [type.name, type]));
