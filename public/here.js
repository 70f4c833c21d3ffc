// The button "use where I am now": leads to the page of the place where the device is. Without this script one chooses a place
// step by step, and the button stays hidden.
"use strict";
(() => {
  const PATIENCE_MS = 10000;

  function enhance(place) {
    const button = place.querySelector("button");
    const status = place.querySelector("[role=status]");
    if (!navigator.geolocation || !button || !status) return;
    place.hidden = false;
    button.addEventListener("click", () => {
      status.textContent = place.dataset.wordAsking;
      const options = { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 60000 };
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => location.assign(`${place.dataset.to}?x=${coords.longitude.toFixed(6)}&y=${coords.latitude.toFixed(6)}`),
        () => { status.textContent = place.dataset.wordFailed; },
        options,
      );
    });
  }

  document.querySelectorAll("[data-here]").forEach(enhance);
})();
