import './case/run.mjs';
