import type { GridApi } from 'ag-grid-community';

/** Moves the focus among the sorted and filtered rows; without a focus, to the first. */
export function moveFocus<Row>(api: GridApi<Row>, by: 1 | -1): void {
  const count = api.getDisplayedRowCount();
  if (count === 0) return;
  const [selected] = api.getSelectedNodes();
  const from = selected?.rowIndex ?? null;
  const to = from === null ? 0 : Math.min(Math.max(from + by, 0), count - 1);
  focusRow(api, to);
}

export function focusRow<Row>(api: GridApi<Row>, rowIndex: number): void {
  const column = api.getFocusedCell()?.column ?? api.getAllDisplayedColumns()[0];
  api.ensureIndexVisible(rowIndex);
  api.setFocusedCell(rowIndex, column);
}
