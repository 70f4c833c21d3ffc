import './server/run.mjs';
