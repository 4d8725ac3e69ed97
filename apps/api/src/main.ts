process.title = 'ome-api';

// Imported dynamically: imports are hoisted, and the process title must be set before they are
// loaded.
void import('./create-api.js').then(({ runApi }) => runApi());
