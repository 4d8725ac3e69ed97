import { useMediaQuery } from '@mantine/hooks';
import type {
  CellKeyDownEvent,
  ColDef,
  GetRowIdParams,
  GridApi,
  IRowNode,
  PostSortRowsParams,
  RowClassParams,
} from 'ag-grid-community';
import { AgGridReact } from 'ag-grid-react';
import { useCallback, useMemo, useRef } from 'react';
import classes from './blotter.module.css';
import type { Column } from './columns';
import { gridTheme } from './grid-theme';

const PHONE = '(max-width: 48em)';

const DEFAULT_COLUMN: ColDef = {
  sortable: true,
  resizable: true,
  suppressHeaderMenuButton: true,
  suppressMovable: true,
};

export interface BlotterProps<Row> {
  /** What it is, for people who do not see it. */
  label: string;
  columns: Column<Row>[];
  rowId: (row: Row) => string;
  /** Left out where rows come as transactions, from `onReady` on. */
  rows?: Row[];
  onReady?: (api: GridApi<Row>) => void;
  /** A double click, or Enter. */
  onOpen?: (row: Row) => void;
  onSelect?: (row: Row | null) => void;
  search?: string;
  /** Shows the rows for which it holds. */
  filter?: (row: Row) => boolean;
  /** Rows that stay above all others, however they are sorted. */
  first?: (row: Row) => boolean;
  rowClass?: (row: Row) => string | undefined;
  emptyText?: string;
}

/** The one table of the console: thousands of rows, exact figures, arrow keys. */
export function Blotter<Row extends object>(props: BlotterProps<Row>) {
  const { label, columns, rowId, rows, onReady, onOpen, onSelect, search, filter } = props;
  const { first, rowClass, emptyText = 'Nothing to show' } = props;
  const isPhone = useMediaQuery(PHONE, false, { getInitialValueInEffect: false });
  const columnDefs = useMemo(
    () => columns.flatMap(({ wide, ...column }) => (wide && isPhone ? [] : [column])),
    [columns, isPhone],
  );
  const getRowId = useCallback(({ data }: GetRowIdParams<Row>) => rowId(data), [rowId]);
  const keepFirst = useMemo(
    () => first && ((params: PostSortRowsParams<Row>) => moveUp(params.nodes, first)),
    [first],
  );
  const getRowClass = useMemo(
    () => rowClass && (({ data }: RowClassParams<Row>) => data && rowClass(data)),
    [rowClass],
  );
  const wrapper = useRef<HTMLDivElement>(null);

  const ready = (api: GridApi<Row>) => {
    // The grid itself offers no way to name it.
    wrapper.current
      ?.querySelector('[role="treegrid"],[role="grid"]')
      ?.setAttribute('aria-label', label);
    onReady?.(api);
  };
  const openByKey = ({ event, data }: CellKeyDownEvent<Row>) => {
    if (data && (event as KeyboardEvent | null)?.key === 'Enter') onOpen?.(data);
  };

  return (
    <div className={classes.blotter} ref={wrapper}>
      <AgGridReact<Row>
        theme={gridTheme}
        columnDefs={columnDefs}
        defaultColDef={DEFAULT_COLUMN}
        rowData={rows}
        getRowId={getRowId}
        getRowClass={getRowClass}
        postSortRows={keepFirst}
        quickFilterText={search}
        cacheQuickFilter
        isExternalFilterPresent={() => filter !== undefined}
        doesExternalFilterPass={({ data }) => !data || !filter || filter(data)}
        rowSelection={{ mode: 'singleRow', checkboxes: false, enableClickSelection: true }}
        animateRows={false}
        suppressCellFocus={false}
        asyncTransactionWaitMillis={50}
        overlayNoRowsTemplate={`<span>${emptyText}</span>`}
        suppressNoRowsOverlay={rows === undefined}
        onGridReady={({ api }) => ready(api)}
        onRowDoubleClicked={({ data }) => data && onOpen?.(data)}
        onCellFocused={({ api, rowIndex }) => select(api, rowIndex)}
        onSelectionChanged={({ api }) => onSelect?.(api.getSelectedRows()[0] ?? null)}
        onCellKeyDown={(event) => openByKey(event as CellKeyDownEvent<Row>)}
      />
    </div>
  );
}

/** The row that has the focus is the one that shortcuts are about. */
function select<Row>(api: GridApi<Row>, rowIndex: number | null): void {
  if (rowIndex !== null) api.getDisplayedRowAtIndex(rowIndex)?.setSelected(true, true);
}

function moveUp<Row>(nodes: IRowNode<Row>[], first: (row: Row) => boolean): void {
  const isFirst = ({ data }: IRowNode<Row>) => data !== undefined && first(data);
  const up = nodes.filter(isFirst);
  if (up.length === 0) return;
  const others = nodes.filter((node) => !isFirst(node));
  nodes.splice(0, nodes.length, ...up, ...others);
}
