import { themeQuartz } from 'ag-grid-community';

/** The grid takes its colors from the page, so that one theme serves both color schemes. */
export const gridTheme = themeQuartz.withParams({
  accentColor: 'var(--ome-work)',
  backgroundColor: 'var(--ome-surface)',
  foregroundColor: 'var(--mantine-color-text)',
  borderColor: 'var(--ome-line)',
  chromeBackgroundColor: 'var(--ome-raised)',
  headerBackgroundColor: 'var(--ome-raised)',
  headerTextColor: 'var(--mantine-color-dimmed)',
  rowHoverColor: 'var(--ome-hover)',
  selectedRowBackgroundColor: 'var(--ome-selected)',
  oddRowBackgroundColor: 'var(--ome-surface)',
  browserColorScheme: 'inherit',
  fontFamily: 'inherit',
  fontSize: 12.5,
  headerFontSize: 11.5,
  headerFontWeight: 600,
  rowHeight: 26,
  headerHeight: 28,
  cellHorizontalPadding: 8,
  spacing: 4,
  wrapperBorder: false,
  wrapperBorderRadius: 0,
  columnBorder: false,
  headerColumnBorder: false,
  cellFontFamily: 'inherit',
});
