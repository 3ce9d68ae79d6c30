import LightningDatatable from 'lightning/datatable';
import nameCell from './nameCell.html';
import seatsCell from './seatsCell.html';

/**
 * The data table with the cells of the entitlements tab. The standard cell layout gives custom cells the
 * table's keyboard handling (LWC guide, "Create a Custom Data Type").
 */
export default class RollcallEntitlementTable extends LightningDatatable {
  static customTypes = {
    rollcallEntitlement: { template: nameCell, standardCellLayout: true, typeAttributes: ['typeLabel'] },
    rollcallSeats: {
      template: seatsCell,
      standardCellLayout: true,
      typeAttributes: ['total', 'used', 'needed'],
    },
  };
}
