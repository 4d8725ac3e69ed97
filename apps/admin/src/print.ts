import { visibleText } from '@ome/domain';

export const print = (text: string): void => void process.stdout.write(`${visibleText(text)}\n`);
