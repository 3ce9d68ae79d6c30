/** The words of the leavers tab. */
import action from '@salesforce/label/c.Rollcall_Ui_Leavers_Column_Action';
import allSources from '@salesforce/label/c.Rollcall_Ui_Filter_AllSources';
import columnDeadline from '@salesforce/label/c.Rollcall_Ui_Leavers_Column_Deadline';
import columnLive from '@salesforce/label/c.Rollcall_Ui_Leavers_Column_Live';
import columnName from '@salesforce/label/c.Rollcall_Ui_Column_Name';
import columnRun from '@salesforce/label/c.Rollcall_Ui_Leavers_Column_Run';
import columnSince from '@salesforce/label/c.Rollcall_Ui_Leavers_Column_Since';
import columnSource from '@salesforce/label/c.Rollcall_Ui_Column_Source';
import columnStatus from '@salesforce/label/c.Rollcall_Ui_Column_Status';
import count from '@salesforce/label/c.Rollcall_Ui_Leavers_Count';
import emptyAll from '@salesforce/label/c.Rollcall_Ui_Leavers_Empty';
import emptyFiltered from '@salesforce/label/c.Rollcall_Ui_Leavers_Empty_Filtered';
import emptyOverdue from '@salesforce/label/c.Rollcall_Ui_Leavers_Empty_Overdue';
import errorHeading from '@salesforce/label/c.Rollcall_Ui_Leavers_Error';
import heading from '@salesforce/label/c.Rollcall_Ui_Leavers_Heading';
import intro from '@salesforce/label/c.Rollcall_Ui_Leavers_Intro';
import liveItem from '@salesforce/label/c.Rollcall_Ui_Leavers_Live_Item';
import liveItems from '@salesforce/label/c.Rollcall_Ui_Leavers_Live_Items';
import liveNone from '@salesforce/label/c.Rollcall_Ui_Leavers_Live_None';
import loadMore from '@salesforce/label/c.Rollcall_Ui_LoadMore';
import loading from '@salesforce/label/c.Rollcall_Ui_Loading';
import never from '@salesforce/label/c.Rollcall_Ui_Leavers_Never';
import noRight from '@salesforce/label/c.Rollcall_Ui_Leavers_NoRight';
import none from '@salesforce/label/c.Rollcall_Ui_Leavers_None';
import overdue from '@salesforce/label/c.Rollcall_Ui_Leavers_Overdue';
import region from '@salesforce/label/c.Rollcall_Ui_Filter_Region';
import run from '@salesforce/label/c.Rollcall_Ui_Leavers_Run';
import runFor from '@salesforce/label/c.Rollcall_Ui_Leavers_Run_For';
import search from '@salesforce/label/c.Rollcall_Ui_Filter_Search';
import searchPlaceholder from '@salesforce/label/c.Rollcall_Ui_Filter_Search_Placeholder';
import show from '@salesforce/label/c.Rollcall_Ui_Filter_Show';
import showAll from '@salesforce/label/c.Rollcall_Ui_Leavers_Show_All';
import showFrozen from '@salesforce/label/c.Rollcall_Ui_Leavers_Show_Frozen';
import showInactive from '@salesforce/label/c.Rollcall_Ui_Leavers_Show_Inactive';
import showOverdue from '@salesforce/label/c.Rollcall_Ui_Leavers_Show_Overdue';
import source from '@salesforce/label/c.Rollcall_Ui_Filter_Source';
import { fill, fillCount } from 'c/rollcallText';

export const WORDS = {
  allSources,
  count,
  deadline: columnDeadline,
  errorHeading,
  heading,
  intro,
  live: columnLive,
  loadMore,
  loading,
  never,
  noRight,
  none,
  overdue,
  region,
  run,
  search,
  searchPlaceholder,
  show,
  since: columnSince,
  source,
};

/** In the order of the cells; the last one is for those who may run the steps. */
export const COLUMNS = [
  columnName,
  columnStatus,
  columnSource,
  columnSince,
  columnDeadline,
  columnLive,
  columnRun,
  action,
];

export const SHOW_OPTIONS = [
  { value: 'all', label: showAll },
  { value: 'overdue', label: showOverdue },
  { value: 'frozen', label: showFrozen },
  { value: 'inactive', label: showInactive },
];

/** @typedef {import('@rollcall/apex-user').LeaverRow} LeaverRow */

/**
 * @param {LeaverRow} row
 */
export function leaverLine(row) {
  return {
    ...row,
    liveText: row.liveCount ? fillCount(row.liveCount, liveItem, liveItems) : liveNone,
    lastRun: row.lastRunAt ? Date.parse(row.lastRunAt) : undefined,
    runTitle: fill(runFor, row.name),
  };
}

/**
 * @param {import('@rollcall/apex-user').LeaverQuery} query
 * @returns {string} why nobody is shown
 */
export function emptyTextOf({ search: text, source: chosen, show: shown }) {
  if (text || chosen) {
    return emptyFiltered;
  }
  if (shown === 'overdue') {
    return emptyOverdue;
  }
  return shown === 'all' ? emptyAll : emptyFiltered;
}
