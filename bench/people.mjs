import './people/run.mjs';
