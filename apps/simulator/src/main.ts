process.title = 'ome-simulator';

// Not at the top of the file: imports are hoisted, and the title must be set before they load.
void import('./create-simulator.js').then(({ runSimulator }) => runSimulator());
