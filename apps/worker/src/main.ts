process.title = 'ome-worker';

// Not at the top of the file: imports are hoisted, and the title must not wait until they loaded.
void import('./create-worker.js').then(({ runWorker }) => runWorker());
