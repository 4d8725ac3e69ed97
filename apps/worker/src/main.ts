process.title = 'ome-worker';

// Imported dynamically: imports are hoisted, and the process title must be set before they are
// loaded.
void import('./create-worker.js').then(({ runWorker }) => runWorker());
