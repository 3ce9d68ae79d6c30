/**
 * What the catalogue cannot tell about standard objects: key prefixes, lengths, required and unique fields, picklists,
 * reference targets, access. Stated per object in `overlay/`, from the Object Reference page of the same name.
 */
import type { FieldType, Scalar } from '../types.ts';

export interface FieldOverlay {
  type?: FieldType;
  length?: number;
  precision?: number;
  scale?: number;
  label?: string;
  required?: boolean;
  unique?: boolean;
  caseSensitive?: boolean;
  idLookup?: boolean;
  nameField?: boolean;
  /** Neither createable nor updateable. */
  readOnly?: boolean;
  /** Createable but not updateable. */
  createOnly?: boolean;
  updateOnly?: boolean;
  default?: Scalar;
  /** Picklist values; `restricted` refuses others. */
  picklist?: readonly string[];
  restricted?: boolean;
  referenceTo?: readonly string[];
  /** Every custom object may be referred to besides. */
  customTargets?: boolean;
  relationshipName?: string | null;
  /** Rows go when the referenced row goes. */
  cascade?: boolean;
  filterable?: boolean;
  sortable?: boolean;
  groupable?: boolean;
  /** Field-level security can be set on it. */
  permissionable?: boolean;
  indexed?: boolean;
  /** Display format of a number that the platform gives. */
  autoNumber?: string;
  startingNumber?: number;
}

export interface ObjectOverlay {
  prefix: string | null;
  label?: string;
  plural?: string;
  /** Letters of `c`reate, `u`pdate, `d`elete that the object allows; querying is always possible unless `queryable` is false. */
  access?: string;
  queryable?: boolean;
  setup?: boolean;
  sharing?: string;
  fields?: Record<string, FieldOverlay>;
  /** Catalogue fields that an ordinary org does not have (a feature brings them). */
  without?: readonly string[];
  /** `relationshipName` -> `Child.Field`, where the catalogue leaves it open. */
  children?: Record<string, string>;
}

export type Overlay = Record<string, ObjectOverlay>;
