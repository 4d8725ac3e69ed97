/** In a table a line break or a bar would end the cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');

export const code = (text: string): string => `\`${text || '""'}\``;

/** Words of the code as they stand there: to Markdown and HTML, `*` and `<` would mean something. */
export const prose = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/[*<]/g, '\\$&')))
    .join('');

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map(cell).join(' | ')} |`)
    .join('\n');

/** Beside the page: who edits it by hand loses that. */
const NOTICE = '<!-- Written by `npm run docs` from the code; do not edit. -->';

export const page = (title: string, ...parts: readonly string[]): string =>
  [`# ${title}`, NOTICE, ...parts].join('\n\n');
