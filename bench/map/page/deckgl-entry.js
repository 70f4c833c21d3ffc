// What is bundled of deck.gl for the benchmark, as an application would: esbuild, minified, production.
export { Deck, MapView } from '@deck.gl/core';
export { SimpleMeshLayer } from '@deck.gl/mesh-layers';
export { CubeGeometry } from '@luma.gl/engine';
