/** What the platform does beyond the describe when rows of one object are written. One rule a standard object, in this folder. */
import type { Store } from '../storage/store.ts';
import type { Actor, DmlError, RecordValues } from '../types.ts';

export interface RuleContext {
  readonly store: Store;
  readonly actor: Actor;
  /** Present while an Apex test runs: some checks differ there. */
  readonly inTest: boolean;
  /** Marks a permission set group for calculation. */
  groupChanged(groupId: string): void;
}

export interface ObjectRule {
  /** Fills in what the platform computes; runs before triggers and again before validation. `old` is null on insert. */
  complete?(context: RuleContext, row: RecordValues, old: RecordValues | null): void;
  validate?(context: RuleContext, row: RecordValues, old: RecordValues | null): DmlError[];
  afterSave?(context: RuleContext, row: RecordValues, old: RecordValues | null): void;
  validateDelete?(context: RuleContext, row: RecordValues): DmlError[];
  afterDelete?(context: RuleContext, row: RecordValues): void;
  /** Fields whose uniqueness the rule checks in its own words. */
  ownUniqueness?: readonly string[];
}
