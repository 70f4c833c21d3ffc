// Shows a pad of large digits under the field of a door, so that one thumb types it without the telephone's keyboard.
// Without this script the field is typed into like any other (app/field, find.rs).
"use strict";
(() => {
  for (const form of document.querySelectorAll("[data-door-pad]")) {
    const field = form.querySelector('input[name="q"]');
    const keys = form.querySelector("[data-pad-keys]");
    if (!field || !keys) continue;
    keys.hidden = false;
    keys.addEventListener("click", (event) => {
      const sign = event.target.closest?.("[data-pad-key]")?.dataset.padKey;
      if (!sign) return;
      if (sign === "erase") field.value = field.value.slice(0, -1);
      else if (field.value.length < field.maxLength) field.value += sign;
    });
  }
})();
