// Draws rectangles on a picture with mouse, pen or finger, and keeps picture and number fields alike. The fields alone do as well.
"use strict";
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const SIDES = ["x", "y", "w", "h"];
  const LEAST = 5;

  function enhance(sheet) {
    const drawing = sheet.querySelector("svg");
    const rows = Array.from(document.querySelectorAll("[data-row]"));
    const field = (row, side) => row.querySelector(`input[name^="${side}-"]`);
    const read = (row) => SIDES.map((side) => Number(field(row, side).value) || 0);
    let drawn = null;

    function show() {
      const boxes = rows.map(read).concat(drawn ? [drawn.box] : []);
      drawing.replaceChildren(...boxes.filter(([, , w, h]) => w > 0 && h > 0).map(([x, y, width, height]) => {
        const rectangle = document.createElementNS(SVG, "rect");
        Object.entries({ x, y, width, height }).forEach(([name, value]) => rectangle.setAttribute(name, value));
        return rectangle;
      }));
    }

    function at(event) {
      const edge = sheet.getBoundingClientRect();
      const part = (from, length) => Math.min(1000, Math.max(0, Math.round((from / length) * 1000)));
      return [part(event.clientX - edge.left, edge.width), part(event.clientY - edge.top, edge.height)];
    }

    sheet.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      sheet.setPointerCapture(event.pointerId);
      const [x, y] = at(event);
      drawn = { from: [x, y], box: [x, y, 0, 0] };
    });
    sheet.addEventListener("pointermove", (event) => {
      if (!drawn) return;
      const [x, y] = at(event);
      const [left, top] = [Math.min(x, drawn.from[0]), Math.min(y, drawn.from[1])];
      drawn.box = [left, top, Math.abs(x - drawn.from[0]), Math.abs(y - drawn.from[1])];
      show();
    });
    sheet.addEventListener("pointerup", () => {
      if (!drawn) return;
      const { box } = drawn;
      drawn = null;
      const free = rows.find((row) => SIDES.every((side) => field(row, side).value === ""));
      if (free && box[2] >= LEAST && box[3] >= LEAST) {
        SIDES.forEach((side, nth) => { field(free, side).value = box[nth]; });
      }
      show();
    });
    sheet.addEventListener("pointercancel", () => {
      drawn = null;
      show();
    });
    rows.forEach((row) => row.addEventListener("input", show));
    show();
  }

  document.querySelectorAll("[data-black-out]").forEach(enhance);
})();
