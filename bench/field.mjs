import './field/run.mjs';
