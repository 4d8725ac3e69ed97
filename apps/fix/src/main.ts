process.title = 'ome-fix';

// Not at the top of the file: imports are hoisted, and the title must not wait until they loaded.
void import('./create-fix.js').then(({ runFix }) => runFix());
