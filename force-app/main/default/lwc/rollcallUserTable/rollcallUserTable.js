import LightningDatatable from 'lightning/datatable';
import missingCell from './missingCell.html';
import sourceCell from './sourceCell.html';
import statusCell from './statusCell.html';
import userCell from './userCell.html';

/**
 * The data table with the cells of this list. The standard cell layout gives custom cells the table's
 * keyboard handling (LWC guide, "Create a Custom Data Type").
 */
export default class RollcallUserTable extends LightningDatatable {
  static customTypes = {
    rollcallUser: {
      template: userCell,
      standardCellLayout: true,
      typeAttributes: ['userId', 'username', 'isOpen', 'open'],
    },
    rollcallSource: { template: sourceCell, standardCellLayout: true, typeAttributes: ['matchedBy'] },
    rollcallStatus: { template: statusCell, standardCellLayout: true, typeAttributes: [] },
    rollcallMissing: { template: missingCell, standardCellLayout: true, typeAttributes: ['summary'] },
  };
}
