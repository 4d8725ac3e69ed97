process.title = 'ome-api';

// Not at the top of the file: imports are hoisted, and the title must not wait until they loaded.
void import('./create-api.js').then(({ runApi }) => runApi());
