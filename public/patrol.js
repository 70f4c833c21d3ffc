// The duty track and taps at check-points. Positions are asked for only while the page says "on duty" and is open, and sent in batches;
// what is not sent yet waits in this tab alone. Without this script a tap counts by word, and nothing is recorded.
"use strict";
(() => {
  const PATIENCE_MS = 8000;
  const BEAT_MS = 20000;
  const MOST = 2000;
  const KEY = "duty-fixes";

  function fresh() {
    return { operation: crypto.randomUUID(), fixes: [] };
  }

  function record(status) {
    const words = status.dataset;
    let batches;
    try { batches = JSON.parse(sessionStorage.getItem(KEY)) || [fresh()]; } catch { batches = [fresh()]; }
    let isSending = false;
    let hasStopped = false;

    const keep = () => { try { sessionStorage.setItem(KEY, JSON.stringify(batches)); } catch { /* full: memory has it */ } };
    const say = (word) => {
      const waiting = batches.reduce((count, batch) => count + batch.fixes.length, 0);
      status.textContent = `${word} (${waiting})`;
    };

    async function send() {
      const batch = batches[0];
      if (isSending || hasStopped || !batch || batch.fixes.length === 0) return;
      isSending = true;
      // What comes meanwhile is the next batch: a batch that is sent again is the same.
      if (batches.length === 1) batches.push(fresh());
      try {
        const answer = await fetch(words.duty, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(batch),
        });
        if (answer.ok || answer.status === 422) {
          batches.shift();
          say(words.wordSent);
        } else if ([401, 403, 404, 409].includes(answer.status)) {
          hasStopped = true;
          batches = [];
          say(words.wordStopped);
        } else {
          say(words.wordWaiting);
        }
      } catch {
        say(words.wordWaiting);
      }
      keep();
      isSending = false;
    }

    navigator.geolocation.watchPosition(
      ({ coords, timestamp }) => {
        if (hasStopped) return;
        const last = batches[batches.length - 1];
        last.fixes.push([+coords.longitude.toFixed(7), +coords.latitude.toFixed(7), Math.round(timestamp), Math.round(coords.accuracy)]);
        if (last.fixes.length >= MOST) batches.push(fresh());
        keep();
        say(words.wordWaiting);
      },
      () => say(words.wordFailed),
      { enableHighAccuracy: true, maximumAge: 0 },
    );
    setInterval(send, BEAT_MS);
    addEventListener("online", send);
    addEventListener("pagehide", () => {
      const batch = batches[0];
      if (!hasStopped && batch && batch.fixes.length > 0) {
        navigator.sendBeacon(words.duty, new Blob([JSON.stringify(batch)], { type: "application/json" }));
      }
    });
    say(words.wordWaiting);
  }

  function tap(form) {
    const status = form.querySelector("[role=status]");
    form.addEventListener("submit", (event) => {
      if (form.dataset.asked) return;
      event.preventDefault();
      form.dataset.asked = "1";
      if (status) status.textContent = form.dataset.wordAsking;
      const go = (fields) => {
        for (const [name, value] of Object.entries(fields)) {
          const input = document.createElement("input");
          Object.assign(input, { type: "hidden", name, value });
          form.append(input);
        }
        form.requestSubmit();
      };
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => go({ lon: coords.longitude.toFixed(7), lat: coords.latitude.toFixed(7), accuracy: Math.round(coords.accuracy) }),
        () => go({}),
        { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 15000 },
      );
    });
  }

  if (!navigator.geolocation) return;
  const duty = document.querySelector("[data-duty]");
  if (duty) record(duty);
  else try { sessionStorage.removeItem(KEY); } catch { /* nothing is kept */ }
  document.querySelectorAll("[data-here-now]").forEach(tap);
})();
