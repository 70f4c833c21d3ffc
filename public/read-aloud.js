// The button that reads the page aloud: shown where the browser can speak, which not every web view can.
"use strict";
(() => {
  const LONGEST = 160;

  function enhance(button) {
    const speech = window.speechSynthesis;
    const main = document.querySelector("main");
    if (!speech || !window.SpeechSynthesisUtterance || !main) return;
    const [start, stop] = [button.textContent, button.dataset.wordStop];
    let reading = false;
    button.hidden = false;

    function show(isReading) {
      reading = isReading;
      button.textContent = isReading ? stop : start;
      button.setAttribute("aria-pressed", String(isReading));
    }

    // Sentence by sentence: some engines give up in the middle of a long text.
    function pieces(text) {
      return text.split(/(?<=[。！？；.!?;\n])/).flatMap((piece) => {
        const parts = [];
        for (let at = 0; at < piece.length; at += LONGEST) parts.push(piece.slice(at, at + LONGEST));
        return parts;
      }).map((piece) => piece.trim()).filter(Boolean);
    }

    button.addEventListener("click", () => {
      speech.cancel();
      if (reading) return show(false);
      const said = pieces(main.innerText);
      said.forEach((text, at) => {
        const utterance = new SpeechSynthesisUtterance(text);
        utterance.lang = document.documentElement.lang;
        utterance.rate = 0.9;
        if (at === said.length - 1) utterance.addEventListener("end", () => show(false));
        utterance.addEventListener("error", () => show(false));
        speech.speak(utterance);
      });
      show(said.length > 0);
    });
    window.addEventListener("pagehide", () => speech.cancel());
  }

  document.querySelectorAll("[data-read-aloud]").forEach(enhance);
})();
