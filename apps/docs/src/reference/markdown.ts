/** In a table a line break or a bar would end the cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');

export const code = (text: string): string => `\`${text || '""'}\``;

/** Text from the code, escaped: in Markdown and HTML, `*` and `<` have a meaning. */
export const prose = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/[*<]/g, '\\$&')))
    .join('');

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map(cell).join(' | ')} |`)
    .join('\n');

/** On the page: manual edits are lost. */
const NOTICE = '<!-- Written by `npm run docs` from the code; do not edit. -->';

export const page = (title: string, ...parts: readonly string[]): string =>
  [`# ${title}`, NOTICE, ...parts].join('\n\n');
