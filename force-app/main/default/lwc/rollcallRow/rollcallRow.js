import badgeText from '@salesforce/label/c.Rollcall_Ui_Missing_Badge';
import moreText from '@salesforce/label/c.Rollcall_Ui_Missing_More';
import overdueText from '@salesforce/label/c.Rollcall_Ui_Missing_Overdue';
import privilegedIconText from '@salesforce/label/c.Rollcall_Ui_Missing_Privileged_Icon';
import privilegedText from '@salesforce/label/c.Rollcall_Ui_Missing_Privileged';
import unexpectedText from '@salesforce/label/c.Rollcall_Ui_Missing_Unexpected';
import { fill } from 'c/rollcallText';
import { severityTerm } from 'c/rollcallTerms';

/** More badges than this make a row too tall to compare with its neighbors. */
const MAX_BADGES = 3;
/** Severity of the finding DEPROVISIONING_OVERDUE (docs/domain.md, Reasons). */
const OVERDUE_SEVERITY = 'Critical';
/** Unexpected entitlements with which a user can widen the own access (docs/domain.md, Reasons). */
const PRIVILEGED = severityTerm('High');

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
 * @property {string} email
 * @property {string} username
 * @property {string} federationId
 * @property {string} source
 * @property {string} matchedBy
 * @property {string} profile
 * @property {string} role
 * @property {string} department
 * @property {string} title
 * @property {string} status
 * @property {number} missing
 * @property {MissingSummary} missingSummary
 * @property {number} unexpected
 * @property {string | undefined} unexpectedIcon where some of it is privileged
 * @property {string} unexpectedIconText
 * @property {string | null} deadline ISO 8601, as all times
 * @property {string | undefined} deadlineIcon where it is over
 * @property {string} deadlineIconText
 * @property {string | null} created
 * @property {string | null} lastLogin
 * @property {string | null} evaluated
 * @property {boolean} isOpen
 * @property {boolean} isSelected
 */

/**
 * @param {UserRow} user as Apex returned it
 * @param {string | null} openUserId the user whose detail is open
 * @param {boolean} [isSelected]
 * @returns {ViewRow}
 */
export function viewRow(user, openUserId, isSelected = false) {
  return {
    userId: user.userId,
    name: user.name,
    ...identity(user),
    status: user.status,
    missing: user.missingCount ?? 0,
    missingSummary: missingSummary(user),
    unexpected: user.unexpectedCount ?? 0,
    unexpectedIcon: user.privilegedCount ? PRIVILEGED.icon : undefined,
    unexpectedIconText: privilegedIconText,
    deadline: user.deadline ?? null,
    deadlineIcon: user.isOverdue ? severityTerm(OVERDUE_SEVERITY).icon : undefined,
    deadlineIconText: overdueText,
    created: user.createdAt ?? null,
    lastLogin: user.lastLogin ?? null,
    evaluated: user.evaluatedAt ?? null,
    isOpen: user.userId === openUserId,
    isSelected,
  };
}

/**
 * Who the user is, in texts that are never null.
 *
 * @param {UserRow} user
 */
function identity(user) {
  return {
    email: user.email ?? '',
    username: user.username,
    federationId: user.federationId ?? '',
    source: user.sourceLabel ?? user.source ?? '',
    matchedBy: user.matchedByLabel ?? '',
    profile: user.profile ?? '',
    role: user.role ?? '',
    department: user.department ?? '',
    title: user.title ?? '',
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
  if (user.privilegedCount) {
    badges.push({
      key: 'unexpected',
      text: fill(privilegedText, user.unexpectedCount ?? 0, user.privilegedCount),
      tone: PRIVILEGED.tone,
      icon: PRIVILEGED.icon,
      iconText: privilegedIconText,
    });
  } else if (user.unexpectedCount) {
    badges.push({ key: 'unexpected', text: fill(unexpectedText, user.unexpectedCount), tone: 'neutral' });
  }
  return badges;
}
