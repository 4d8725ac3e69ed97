import { csvLine } from './csv-line';

test('quotes what would end a field', () => {
  expect(csvLine(['a', 'b,c', 'say "no"', 'two\nlines', ''])).toBe(
    'a,"b,c","say ""no""","two\nlines",',
  );
});

test('a spreadsheet runs none of it, and reads numbers as numbers', () => {
  expect(csvLine(['=1+1', '+1', '@x', '-cmd', '-12.5', '7'])).toBe("'=1+1,'+1,'@x,'-cmd,-12.5,7");
});
