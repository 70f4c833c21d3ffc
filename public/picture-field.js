// Pictures of a form: made smaller on a canvas, sent (to /media, or where the field says) as soon as they are chosen, and named in the form by their ids.
// Without this script the form brings the files along itself. Words and limits stand on the field (app/ui, PictureField).
"use strict";
(() => {
  const LONGEST = 2048;
  const QUALITY = 0.85;
  const PLACE_MS = 5000;

  function operation() {
    if (crypto.randomUUID) return crypto.randomUUID();
    // Outside of a secure context there is chance, but no UUIDs.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // Where the device says it is, once a page; a picture is sent without it when nobody answers in time.
  let asked;
  function place() {
    asked ??= new Promise((answer) => {
      if (!navigator.geolocation) return answer(null);
      const options = { enableHighAccuracy: true, timeout: PLACE_MS, maximumAge: 30000 };
      navigator.geolocation.getCurrentPosition((found) => answer(found.coords), () => answer(null), options);
      setTimeout(() => answer(null), PLACE_MS + 500);
    });
    return asked;
  }

  async function smaller(file) {
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(picture.width * scale));
      canvas.height = Math.max(1, Math.round(picture.height * scale));
      const brush = canvas.getContext("2d");
      brush.fillStyle = "#fff";
      brush.fillRect(0, 0, canvas.width, canvas.height);
      brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
      return made ?? file;
    } catch {
      // What the browser can't draw, the server judges.
      return file;
    }
  }

  function enhance(field) {
    const input = field.querySelector('input[type="file"]');
    const list = field.querySelector("[data-picture-list]");
    const status = field.querySelector("[data-picture-status]");
    const form = field.closest("form");
    const words = field.dataset;
    const most = Number(words.most);
    let underWay = 0;
    let waiting = false;
    // A form of the phone is kept before it is sent, with its files: outbox.js.
    if (!form || form.dataset.outbox !== undefined) return;
    // The ids go with the form instead of the files.
    input.removeAttribute("name");

    const say = (text) => { status.textContent = text; };

    function removable(line) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button--quiet";
      button.textContent = words.wordRemove;
      button.addEventListener("click", () => {
        line.stopped = true;
        line.remove();
        input.focus();
      });
      line.append(button);
    }

    async function send(line) {
      underWay += 1;
      line.dataset.state = "sending";
      line.note.textContent = words.wordSending;
      say(words.wordSending);
      try {
        // Residents are not asked where they are only because they add a picture.
        const [picture, coords] = await Promise.all([smaller(line.file), words.place === "no" ? null : place()]);
        const body = new FormData();
        body.append("operation", line.operation);
        if (line.file.lastModified) body.append("captured_at", new Date(line.file.lastModified).toISOString());
        if (coords) {
          body.append("lon", coords.longitude);
          body.append("lat", coords.latitude);
          body.append("accuracy_m", coords.accuracy);
        }
        body.append("photo", picture, "picture.jpg");
        const answer = await fetch(words.to ?? "/media", { method: "POST", body, credentials: "same-origin" });
        if (!answer.ok) throw new Error(String(answer.status));
        const { id } = await answer.json();
        if (!line.stopped) sent(line, id);
      } catch {
        if (!line.stopped) failed(line);
      } finally {
        underWay -= 1;
        if (waiting && underWay === 0) {
          waiting = false;
          if (!field.querySelector('[data-state="failed"]')) form.requestSubmit();
        }
      }
    }

    function sent(line, id) {
      line.dataset.state = "sent";
      line.note.textContent = words.wordSent;
      const hidden = document.createElement("input");
      hidden.type = "hidden";
      hidden.name = "picture";
      hidden.value = id;
      line.append(hidden);
      say(words.wordSent);
    }

    function failed(line) {
      line.dataset.state = "failed";
      line.note.textContent = words.wordFailed;
      say(words.wordFailed);
      const again = document.createElement("button");
      again.type = "button";
      again.className = "button";
      again.textContent = words.wordAgain;
      again.addEventListener("click", () => {
        again.remove();
        send(line);
      });
      line.append(again);
      again.focus();
    }

    function add(file) {
      const line = document.createElement("li");
      line.className = "pictures__one";
      line.file = file;
      // The same number with every try: a repeated upload is no second picture.
      line.operation = operation();
      const shown = document.createElement("img");
      shown.alt = `${words.wordPicture} ${list.children.length + 1}`;
      shown.src = URL.createObjectURL(file);
      shown.addEventListener("load", () => URL.revokeObjectURL(shown.src), { once: true });
      line.note = document.createElement("span");
      line.append(shown, line.note);
      removable(line);
      list.append(line);
      send(line);
    }

    list.querySelectorAll("[data-picture]").forEach(removable);
    input.addEventListener("change", () => {
      for (const file of input.files) {
        if (list.children.length >= most) {
          say(words.wordMany);
          break;
        }
        add(file);
      }
      input.value = "";
    });
    form.addEventListener("submit", (event) => {
      if (underWay === 0 && !field.querySelector('[data-state="failed"]')) return;
      event.preventDefault();
      waiting = underWay > 0;
      say(waiting ? words.wordWait : words.wordFailed);
    });
  }

  document.querySelectorAll("[data-picture-field]").forEach(enhance);
})();
