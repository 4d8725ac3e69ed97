import type { Document } from './documents';

/** Commands on a page, and the output it shows for them. */
export interface Shown {
  readonly page: string;
  readonly line: number;
  readonly commands: string;
  /** Null if the page shows no output. */
  readonly output: string | null;
}

const FENCE = /^( *)```(\w*)\n([\s\S]*?)^\1```$/gm;

/** The blocks of shell commands, each with the output block after it. */
export function shownCommands({ path, text }: Document): Shown[] {
  const blocks = [...text.matchAll(FENCE)].map((match) => {
    const [whole, indent, language, body] = match;
    const lines = body.split('\n').map((line) => line.slice(indent.length));
    const end = match.index + whole.length;
    return { start: match.index, end, language, body: lines.join('\n') };
  });
  return blocks.flatMap(({ start, end, language, body }, index) => {
    if (language !== 'sh') return [];
    const next = blocks[index + 1];
    const isOutput = next?.language === '' && /^\s*$/.test(text.slice(end, next.start));
    return [
      {
        page: path,
        line: text.slice(0, start).split('\n').length,
        commands: body,
        output: isOutput ? next.body : null,
      },
    ];
  });
}

/**
 * `…` stands for anything, also for lines.
 * @returns the first shown piece that was not printed after the ones before it, or null
 */
export function missingIn(printed: string, shown: string): string | null {
  const pieces = shown.trim().split(/\s*(?:…|\n)\s*/);
  let from = 0;
  for (const piece of pieces) {
    const at = printed.indexOf(piece, from);
    if (at === -1) return piece;
    from = at + piece.length;
  }
  return null;
}
