import './map/run.mjs';
