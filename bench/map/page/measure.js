// How a frame, a call and a picture are timed: the same for every map.

/** Waits until the graphics process really has drawn: reading one pixel can't be answered earlier. */
export function finish(gl) {
  const pixel = new Uint8Array(4);
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  gl.readPixels(gl.drawingBufferWidth >> 1, gl.drawingBufferHeight >> 1, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
  return pixel;
}

/** Milliseconds that `frames` forced frames took, one by one. */
export function timeFrames(frames, draw, gl) {
  finish(gl);
  const times = [];
  for (let i = 0; i < frames; i += 1) {
    const start = performance.now();
    draw();
    finish(gl);
    times.push(performance.now() - start);
  }
  return times;
}

/** Microseconds of one call, from `calls` calls timed together because a browser's clock is coarse. */
export function timeCall(calls, call) {
  const start = performance.now();
  for (let i = 0; i < calls; i += 1) call(i);
  return ((performance.now() - start) * 1000) / calls;
}

/** The share of the picture's pixels that differ from the colour of its top left corner: proof that something was drawn. */
export function inked(gl, draw) {
  draw();
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  const [width, height] = [gl.drawingBufferWidth, gl.drawingBufferHeight];
  const pixels = new Uint8Array(width * height * 4);
  gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  const corner = (height - 1) * width * 4;
  let different = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    const far = Math.abs(pixels[at] - pixels[corner]) + Math.abs(pixels[at + 1] - pixels[corner + 1]) + Math.abs(pixels[at + 2] - pixels[corner + 2]);
    if (far > 12) different += 1;
  }
  return different / (width * height);
}

export const nextTask = () => new Promise((resolve) => { setTimeout(resolve, 0); });
