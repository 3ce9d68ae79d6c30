import badgeText from '@salesforce/label/c.Rollcall_Ui_Missing_Badge';
import moreText from '@salesforce/label/c.Rollcall_Ui_Missing_More';
import overdueText from '@salesforce/label/c.Rollcall_Ui_Missing_Overdue';
import unexpectedText from '@salesforce/label/c.Rollcall_Ui_Missing_Unexpected';
import { fill } from 'c/rollcallText';
import { severityTerm } from 'c/rollcallTerms';

/** More badges than this make a row too tall to compare with its neighbors. */
const MAX_BADGES = 3;
/** Severity of the finding DEPROVISIONING_OVERDUE (docs/domain.md, Reasons). */
const OVERDUE_SEVERITY = 'Critical';

/**
 * @typedef {import('@rollcall/apex').UserRow} UserRow
 *
 * @typedef {object} RowBadge
 * @property {string} key
 * @property {string} text
 * @property {import('c/rollcallTerms').Tone} tone
 * @property {string} [icon]
 * @property {string} [iconText]
 *
 * @typedef {object} MissingSummary
 * @property {RowBadge[]} badges at most three
 * @property {string} more "+2 more", or empty
 * @property {RowBadge[]} others what else is wrong with a user, whether or not something is missing
 *
 * @typedef {object} ViewRow a row of the table and a card; the sortable fields carry the names that
 *   `UserQuery.sortField` knows
 * @property {string} userId
 * @property {string} name
 * @property {string} username
 * @property {string} source
 * @property {string} matchedBy
 * @property {string} profile
 * @property {string} status
 * @property {number} missing
 * @property {MissingSummary} missingSummary
 * @property {string | null} evaluated ISO 8601
 * @property {boolean} isOpen
 */

/**
 * @param {UserRow} user as Apex returned it
 * @param {string | null} openUserId the user whose detail is open
 * @returns {ViewRow}
 */
export function viewRow(user, openUserId) {
  return {
    userId: user.userId,
    name: user.name,
    username: user.username,
    source: user.sourceLabel ?? user.source ?? '',
    matchedBy: user.matchedByLabel ?? '',
    profile: user.profile ?? '',
    status: user.status,
    missing: user.missingCount ?? 0,
    missingSummary: missingSummary(user),
    evaluated: user.evaluatedAt ?? null,
    isOpen: user.userId === openUserId,
  };
}

/**
 * @param {UserRow} user
 * @returns {MissingSummary}
 */
function missingSummary(user) {
  const missing = user.missing ?? [];
  const badges = missing.slice(0, MAX_BADGES).map((item, index) => {
    const severity = severityTerm(item.severity);
    return {
      key: `${index}-${item.label}`,
      text: fill(badgeText, item.label, item.reasonLabel ?? item.reason),
      tone: severity.tone,
      icon: severity.icon,
      iconText: severity.label,
    };
  });
  const hidden = Math.max(user.missingCount ?? 0, missing.length) - badges.length;
  return { badges, more: hidden > 0 ? fill(moreText, hidden) : '', others: otherBadges(user) };
}

/**
 * @param {UserRow} user
 * @returns {RowBadge[]}
 */
function otherBadges(user) {
  /** @type {RowBadge[]} */
  const badges = [];
  if (user.isOverdue) {
    const { tone, icon, label } = severityTerm(OVERDUE_SEVERITY);
    badges.push({ key: 'overdue', text: overdueText, tone, icon, iconText: label });
  }
  if (user.unexpectedCount) {
    badges.push({ key: 'unexpected', text: fill(unexpectedText, user.unexpectedCount), tone: 'neutral' });
  }
  return badges;
}
