/** `VisualEditor` rows of a property that App Builder asks a class for (Apex Reference, VisualEditor Namespace). */
import type { Runtime, SystemType } from '../runtime/contract.ts';
import { ApexList } from '../values/collections.ts';
import { typeRef } from '../values/type.ts';
import { required } from './arguments.ts';

class DataRow {
  readonly typeName = 'VisualEditor.DataRow';
  readonly label: string;
  readonly value: unknown;
  readonly selected: boolean;
  constructor(label: string, value: unknown, selected = false) {
    this.label = label;
    this.value = value;
    this.selected = selected;
  }
}

class Rows {
  readonly typeName = 'VisualEditor.DynamicPickListRows';
  readonly rows: DataRow[];
  complete: boolean;
  constructor(rows: DataRow[], complete: boolean) {
    this.rows = rows;
    this.complete = complete;
  }
}

const rowsOf = (rt: Runtime, list: ApexList | null): DataRow[] => [...(required(rt, list).items as DataRow[])];
const byLabel = (left: DataRow, right: DataRow): number => Math.sign(left.label.localeCompare(right.label, 'en'));

export const pickListTypes: SystemType[] = [
  { name: 'VisualEditor.DynamicPickList' },
  {
    name: 'VisualEditor.DataRow',
    is: (value) => value instanceof DataRow,
    constructors: {
      '/2': (rt, label: string | null, value: unknown) => new DataRow(required(rt, label), value),
      '/3': (rt, label: string | null, value: unknown, selected: boolean) =>
        new DataRow(required(rt, label), value, selected),
    },
    methods: {
      getLabel: (_rt, self: DataRow) => self.label,
      getValue: (_rt, self: DataRow) => self.value,
      isSelected: (_rt, self: DataRow) => self.selected,
      compareTo: (rt, self: DataRow, other: DataRow | null) => byLabel(self, required(rt, other)),
    },
  },
  {
    name: 'VisualEditor.DynamicPickListRows',
    is: (value) => value instanceof Rows,
    constructors: {
      '/0': () => new Rows([], true),
      '/1': (rt, rows: ApexList | null) => new Rows(rowsOf(rt, rows), true),
      '/2': (rt, rows: ApexList | null, complete: boolean) => new Rows(rowsOf(rt, rows), complete),
    },
    methods: {
      addRow: (rt, self: Rows, row: DataRow | null) => void self.rows.push(required(rt, row)),
      addAllRows: (rt, self: Rows, rows: ApexList | null) => void self.rows.push(...rowsOf(rt, rows)),
      containsAllRows: (_rt, self: Rows) => self.complete,
      setContainsAllRows: (_rt, self: Rows, complete: boolean) => {
        self.complete = complete;
      },
      get: (rt, self: Rows, index: number | null) =>
        self.rows[required(rt, index)] ?? rt.raise('System.ListException', `List index out of bounds: ${index}`),
      getDataRows: (_rt, self: Rows) => new ApexList(typeRef('List<VisualEditor.DataRow>'), [...self.rows]),
      size: (_rt, self: Rows) => self.rows.length,
      sort: (_rt, self: Rows) => void self.rows.sort(byLabel),
    },
  },
];
