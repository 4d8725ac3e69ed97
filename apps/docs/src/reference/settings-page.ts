import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINE_SETTING_NAMES, readEngineSettings } from '@ome/execution-links';
import { code, page, prose, table } from './markdown';

const INTRODUCTION = `All settings come from the environment and are checked when a process starts. An unknown or malformed
one stops the process with a sentence. \`npm start\` also reads a file named \`.env\`; \`.env.example\` is
one to copy.`;

/** No valid value of any setting: the error shows the setting's rule. */
const NONSENSE = '\n';

export function settingsPage(root: string): string {
  const described = descriptions(readFileSync(join(root, '.env.example'), 'utf8'));
  const rows = ENGINE_SETTING_NAMES.map((name) => {
    const { text, fallback } = described.get(name) ?? { text: '', fallback: '' };
    return [code(name), fallback && code(fallback), prose(ruleOf(name)), prose(text)];
  });
  return page('Settings', INTRODUCTION, table(['setting', 'default', 'value', 'what it is'], rows));
}

/** The error for an invalid value of the setting, without its name. */
function ruleOf(name: string): string {
  try {
    readEngineSettings({ [name]: NONSENSE });
    return '';
  } catch (error) {
    const said = (error as Error).message.replace(`${name} must be `, '').replace(/\.$/, '');
    return said === `${name} must not be empty` ? 'text' : said;
  }
}

/** The comment above each setting, and its value there. */
function descriptions(example: string): Map<string, { text: string; fallback: string }> {
  const paragraphs = example.split(/\n{2,}/);
  return new Map(
    paragraphs.flatMap((paragraph) => {
      const lines = paragraph.trim().split('\n');
      const [, name, fallback] = /^([A-Z_]+)=(.*)$/.exec(lines.at(-1)!) ?? [];
      const text = lines.slice(0, -1).map((line) => line.replace(/^#\s*/, ''));
      return name ? [[name, { text: text.join(' '), fallback }] as const] : [];
    }),
  );
}
