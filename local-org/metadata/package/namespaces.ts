/** Names of what installed packages bring (ISVforce Guide, "Namespace Prefix"). */

/** A namespace has no underscores at its ends and no two in a row; what follows may bear a suffix, as `__c`. */
const OF_PACKAGE = /^[A-Za-z]\w*?__\w+?__\w+$/;
const WITHOUT_SUFFIX = /^[A-Za-z]\w*?__\w+$/;

/**
 * Whether an object or a field belongs to an installed package: `ns__Object__c`. A file of it changes what the package brought,
 * and holds only that: nothing is mandatory in it.
 */
export function isOfPackage(name: string): boolean {
  return OF_PACKAGE.test(name);
}

/** The same of components whose names have no suffix: `ns__RecordType`. */
export function isPlainOfPackage(name: string): boolean {
  return WITHOUT_SUFFIX.test(name);
}
