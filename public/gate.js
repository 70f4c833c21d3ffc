// A form without account pays with a fifth of a second of arithmetic: the number whose SHA-256 behind the form's ticket begins with
// as many zero bits as the ticket asks for. Without this script the form is sent as well, only less often and not as quickly.
"use strict";
(() => {
  const SLICE_MS = 12;
  // A little more than domain::gate asks for (SHORTEST_S), whose clock counts whole seconds and begins before the page is here.
  const SHORTEST_MS = 4000;
  const ROOTS = roots(64);
  const START = ROOTS.slice(0, 8).map(([prime]) => fraction(Math.sqrt(prime)));
  const ADDED = ROOTS.map(([prime]) => fraction(Math.cbrt(prime)));

  function roots(count) {
    const primes = [];
    for (let number = 2; primes.length < count; number += 1) {
      if (primes.every(([prime]) => number % prime)) primes.push([number]);
    }
    return primes;
  }

  // The first 32 bits behind the point (FIPS 180-4, 4.2.2 and 5.3.3).
  function fraction(root) {
    return ((root - Math.floor(root)) * 2 ** 32) | 0;
  }

  // The first word of the digest of one block: a ticket and a number have fewer than 56 signs.
  const words = new Int32Array(64);
  function firstWords(text) {
    words.fill(0, 0, 16);
    for (let at = 0; at < text.length; at += 1) words[at >> 2] |= text.charCodeAt(at) << (24 - 8 * (at & 3));
    words[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
    words[15] = text.length * 8;
    for (let at = 16; at < 64; at += 1) {
      const x = words[at - 15];
      const y = words[at - 2];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      words[at] = (words[at - 16] + s0 + words[at - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = START;
    for (let at = 0; at < 64; at += 1) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const one = (h + s1 + ((e & f) ^ (~e & g)) + ADDED[at] + words[at]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + one) | 0;
      d = c;
      c = b;
      b = a;
      a = (one + two) | 0;
    }
    return (a + START[0]) | 0;
  }

  // Works until it is found or the time is over; the same call goes on where it was.
  function worker(ticket, bits) {
    let number = 0;
    return (untilMs) => {
      for (;;) {
        for (let round = 0; round < 64; round += 1, number += 1) {
          if (Math.clz32(firstWords(`${ticket}:${number}`)) >= bits) return String(number);
        }
        if (performance.now() > untilMs) return null;
      }
    };
  }

  function enhance(proof) {
    const form = proof.form;
    const ticket = form?.elements.ticket?.value ?? "";
    const bits = Number(ticket.split(".")[1]);
    if (!(bits > 0 && bits <= 32)) return;
    const work = worker(ticket, bits);
    let begun = false;

    function slice() {
      if (proof.value) return;
      proof.value = work(performance.now() + SLICE_MS) ?? "";
      setTimeout(slice, 4);
    }

    function begin() {
      if (begun) return;
      begun = true;
      setTimeout(slice, 0);
    }

    for (const sign of ["focusin", "pointerdown", "input"]) form.addEventListener(sign, begin);
    // Whoever is quicker than the work, or than anybody reads, waits for the rest instead of being refused. A button that leads to the
    // next question sends nothing yet.
    let waits = false;
    form.addEventListener("submit", (event) => {
      if (event.submitter?.name === "go" || event.defaultPrevented) return;
      proof.value ||= work(Infinity);
      const restMs = SHORTEST_MS - performance.now();
      if (restMs <= 0) return;
      event.preventDefault();
      if (waits) return;
      waits = true;
      setTimeout(() => {
        waits = false;
        form.requestSubmit();
      }, restMs);
    });
  }

  if (typeof module === "object") module.exports = { worker, firstWords };
  else document.querySelectorAll("[data-gate]").forEach(enhance);
})();
