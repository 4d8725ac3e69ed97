import { type Column, csvText, fittedTable } from './table';

interface Row {
  id: string;
  link: string;
  px: string;
  why: string;
}

const COLUMNS: Column<Row>[] = [
  { head: 'ID', value: ({ id }) => id },
  { head: 'LINK', minor: 1, value: ({ link }) => link },
  { head: 'AVG PX', align: 'right', decimals: 4, value: ({ px }) => px },
  { head: 'WHY', wraps: true, value: ({ why }) => why },
];
const row = {
  id: 'abcdef',
  link: 'flattrade',
  px: '1850.3333333333333333333333',
  why: 'the limit of orders in a second is used up',
};

const lines = (width?: number) => fittedTable(COLUMNS, [row], width).text.split('\n');

test('a table on a wide screen has a line for each row, with rounded averages', () => {
  expect(lines()).toEqual([
    'ID      LINK          AVG PX  WHY',
    'abcdef  flattrade  1850.3333  the limit of orders in a second is used up',
  ]);
});

test('prose takes several lines on a narrower one', () => {
  const narrow = lines(60);
  expect(narrow.length).toBeGreaterThan(2);
  expect(Math.max(...narrow.map(({ length }) => length))).toBeLessThanOrEqual(60);
  expect(narrow.join(' ')).toContain('used up');
});

test('then the minor columns go, and it says which', () => {
  const { text, leftOut } = fittedTable(COLUMNS, [row], 40);
  expect(leftOut).toEqual(['LINK']);
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(40);
  expect(text).toContain('1850.3333');
});

test('a row is a list of its values where no table fits', () => {
  expect(lines(20)).toEqual([
    'ID      abcdef',
    'LINK    flattrade',
    'AVG PX  1850.3333',
    'WHY     the limit of orders in a second is used up',
  ]);
});

test('CSV has every digit', () => {
  expect(csvText(COLUMNS, [{ ...row, why: 'a, b' }])).toBe(
    'ID,LINK,AVG PX,WHY\nabcdef,flattrade,1850.3333333333333333333333,"a, b"',
  );
});
