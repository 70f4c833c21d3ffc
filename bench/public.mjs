import './public/run.mjs';
