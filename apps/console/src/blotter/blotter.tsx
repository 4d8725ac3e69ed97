import { useMediaQuery } from '@mantine/hooks';
import {
  type ColDef,
  createGrid,
  type GridApi,
  type GridOptions,
  type IRowNode,
  type RowClassRules,
} from 'ag-grid-community';
import { useDeferredValue, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { keep, recall } from '../preferences/use-kept-state';
import classes from './blotter.module.css';
import type { Column } from './columns';
import { gridTheme } from './grid-theme';
import { focusRow } from './move-focus';

const PHONE = '(max-width: 48em)';

const DEFAULT_COLUMN: ColDef = {
  sortable: true,
  resizable: true,
  suppressHeaderMenuButton: true,
  suppressMovable: true,
};

/** Options that are the same for every blotter and never change. */
const STILL = {
  theme: gridTheme,
  defaultColDef: DEFAULT_COLUMN,
  cacheQuickFilter: true,
  rowSelection: { mode: 'singleRow', checkboxes: false, enableClickSelection: true },
  animateRows: false,
  suppressCellFocus: false,
  // Rows outside the viewport cost as much to draw as visible ones.
  rowBuffer: 0,
} as const satisfies GridOptions;

export interface BlotterProps<Row> {
  /** Its accessible name. */
  label: string;
  columns: Column<Row>[];
  rowId: (row: Row) => string;
  /** Omitted if rows come as transactions, from `onReady` on. */
  rows?: Row[];
  onReady?: (api: GridApi<Row>) => void;
  /** On a double click, or Enter. */
  onOpen?: (row: Row) => void;
  onSelect?: (row: Row | null) => void;
  search?: string;
  /** Shows the rows for which it is true. */
  filter?: (row: Row) => boolean;
  /** Rows that stay above all others, whatever the sort. */
  first?: (row: Row) => boolean;
  rowClassRules?: RowClassRules<Row>;
  emptyText?: string;
}

/** The initial sort, by column ids. */
type KeptSort = Readonly<Record<string, Pick<ColDef, 'initialSort' | 'initialSortIndex'>>>;

const sortName = (label: string): string => `${label}: sort`;
const rowName = (label: string): string => `${label}: row`;

/**
 * The one table of the console: thousands of rows, exact figures, arrow keys. Its sort and position
 * are restored when the user returns. The grid is created without React, which inside it would
 * dominate the cost of every sort and scroll.
 */
export function Blotter<Row extends object>(props: BlotterProps<Row>) {
  const { label, columns, rows, filter, emptyText = 'Nothing to show' } = props;
  // The typed letter is shown first.
  const search = useDeferredValue(props.search);
  const isPhone = useMediaQuery(PHONE, false, { getInitialValueInEffect: false });
  const [sortBefore] = useState(() => recall<KeptSort>(sortName(label), {}));
  const columnDefs = useMemo(
    () =>
      (isPhone ? onPhone(columns) : columns).map(({ wide, phoneWidth, ...column }) => ({
        ...column,
        ...sortBefore[column.colId!],
      })),
    [columns, isPhone, sortBefore],
  );
  const host = useRef<HTMLDivElement>(null);
  const [grid, setGrid] = useState<GridApi<Row> | null>(null);
  const [hasColumns, setHasColumns] = useState(false);
  const applied = useRef<Readonly<Record<string, unknown>>>({});
  // The grid's callbacks use the current props.
  const current = useEffectEvent(() => props);

  useEffect(() => {
    let made: GridApi<Row> | undefined;
    const make = () =>
      createGrid<Row>(host.current!, {
        ...STILL,
        columnDefs: [],
        ...(current().rows === undefined && { rowData: [], suppressNoRowsOverlay: true }),
        getRowId: ({ data }) => current().rowId(data),
        rowClassRules: current().rowClassRules,
        postSortRows: ({ nodes }) => moveUp(nodes, current().first),
        isExternalFilterPresent: () => current().filter !== undefined,
        doesExternalFilterPass: ({ data }) => !data || (current().filter?.(data) ?? true),
        onRowDoubleClicked: ({ data }) => data && current().onOpen?.(data),
        onCellFocused: ({ api, rowIndex }) => select(api, rowIndex),
        onSortChanged: ({ api }) => keep(sortName(current().label), sortOf(api)),
        onSelectionChanged: ({ api }) => {
          const [selected] = api.getSelectedNodes();
          keep(rowName(current().label), selected?.id);
          current().onSelect?.(selected?.data ?? null);
        },
        onCellKeyDown: ({ event, data }) => {
          if (data && (event as KeyboardEvent | null)?.key === 'Enter') current().onOpen?.(data);
        },
      });
    // In a task of its own: together with React's work, it would block the page for too long.
    const timer = setTimeout(() => {
      made = make();
      applied.current = {};
      setGrid(made);
      current().onReady?.(made);
    });
    return () => {
      clearTimeout(timer);
      made?.destroy();
      current().onSelect?.(null);
    };
  }, []);

  useEffect(() => {
    // The grid itself has no option for its accessible name.
    const table = host.current?.querySelector('[role="treegrid"],[role="grid"]');
    table?.setAttribute('aria-label', label);
  }, [grid, label]);
  // Changes go to the grid together: each option by itself would redraw the rows.
  useEffect(() => {
    const options = {
      columnDefs,
      quickFilterText: search,
      overlayNoRowsTemplate: `<span>${emptyText}</span>`,
      ...(rows && hasColumns && { rowData: rows }),
    };
    const isNew = ([name, value]: [string, unknown]) => value !== applied.current[name];
    const changed = Object.entries(options).filter(isNew);
    if (!grid || changed.length === 0) return;
    applied.current = options;
    grid.updateGridOptions(Object.fromEntries(changed));
  });
  useEffect(() => {
    if (!grid) return;
    // Columns and rows are drawn one after the other, too.
    const timer = setTimeout(() => setHasColumns(true));
    return () => clearTimeout(timer);
  }, [grid]);
  useEffect(() => {
    const rowId = recall<string | undefined>(rowName(current().label), undefined);
    if (grid && hasColumns) goTo(grid, rowId);
  }, [grid, hasColumns]);
  useEffect(() => {
    if (filter) grid?.onFilterChanged();
  }, [grid, filter]);

  return <div className={classes.blotter} ref={host} />;
}

const onPhone = <Row,>(columns: Column<Row>[]): Column<Row>[] =>
  columns
    .filter(({ wide }) => !wide)
    .map((column) => ({ ...column, width: column.phoneWidth ?? column.width }));

function sortOf<Row>(api: GridApi<Row>): KeptSort {
  const kept: Record<string, KeptSort[string]> = {};
  for (const { colId, sort, sortIndex } of api.getColumnState()) {
    if (sort) kept[colId] = { initialSort: sort, initialSortIndex: sortIndex ?? 0 };
  }
  return kept;
}

/** Does not take the focus from a user who has started something else. */
function goTo<Row>(api: GridApi<Row>, rowId: string | undefined): void {
  if (rowId === undefined || document.activeElement !== document.body) return;
  const rowIndex = api.getRowNode(rowId)?.rowIndex ?? null;
  if (rowIndex !== null) focusRow(api, rowIndex);
}

/** Shortcuts act on the focused row. */
function select<Row>(api: GridApi<Row>, rowIndex: number | null): void {
  if (rowIndex !== null) api.getDisplayedRowAtIndex(rowIndex)?.setSelected(true, true);
}

function moveUp<Row>(nodes: IRowNode<Row>[], first?: (row: Row) => boolean): void {
  if (!first) return;
  const isFirst = ({ data }: IRowNode<Row>) => data !== undefined && first(data);
  const up = nodes.filter(isFirst);
  if (up.length === 0) return;
  const others = nodes.filter((node) => !isFirst(node));
  nodes.splice(0, nodes.length, ...up, ...others);
}
