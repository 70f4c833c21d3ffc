// Says with a form of the desk when and where its pictures were taken, as far as the browser knows and the person lets it.
// The fields stand in the form (app/ui, PictureTaken); without this script, or without an answer, they stay empty.
"use strict";
(() => {
  const PLACE_MS = 5000;

  function put(form, name, value) {
    const field = form.querySelector(`input[data-picture-taken][name="${name}"]`);
    if (field) field.value = value;
  }

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.type !== "file" || input.name !== "photo") return;
    const form = input.form;
    if (!form?.querySelector("input[data-picture-taken]")) return;
    const file = input.files?.[0];
    put(form, "captured_at", file?.lastModified ? new Date(file.lastModified).toISOString() : "");
    if (!file || !navigator.geolocation) return;
    const options = { enableHighAccuracy: true, timeout: PLACE_MS, maximumAge: 30000 };
    const answered = ({ coords }) => {
      put(form, "photo_lon", coords.longitude);
      put(form, "photo_lat", coords.latitude);
      put(form, "accuracy_m", coords.accuracy);
    };
    navigator.geolocation.getCurrentPosition(answered, () => {}, options);
  });
})();
