process.title = 'ome-simulator';

// Not at the top of the file: imports are hoisted, and the title must not wait until they loaded.
void import('./create-simulator.js').then(({ runSimulator }) => runSimulator());
