import react from '@vitejs/plugin-react';
import { readFileSync } from 'node:fs';
import { fileURLToPath, URL } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const repository = fileURLToPath(new URL('../..', import.meta.url));

/** The API that `npx vite apps/console` uses: that of `npm start`. */
const API = 'http://127.0.0.1:5000';

// src/tsconfig.json holds the only list of aliases.
const { paths } = JSON.parse(readFileSync(`${root}src/tsconfig.json`, 'utf8')).compilerOptions;
const alias = Object.fromEntries(
  Object.entries(paths).map(([name, [path]]) => [name, path.replace('../../../', repository)]),
);

export default defineConfig({
  root,
  base: '/console/',
  plugins: [react()],
  resolve: { alias },
  build: {
    outDir: `${repository}dist/apps/console-web`,
    emptyOutDir: true,
    license: { fileName: 'licences.txt' },
    // Code that changes with every edit is split from code that changes with a package update.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'grid', test: /node_modules[\\/]ag-grid/ },
            { name: 'charts', test: /node_modules[\\/](lightweight-charts|fancy-canvas)/ },
            { name: 'packages', test: /node_modules/ },
          ],
        },
      },
    },
    chunkSizeWarningLimit: 1_200,
  },
  server: {
    proxy: { '^/(?!console/(?!settings$))': { target: API, ws: true } },
  },
});
