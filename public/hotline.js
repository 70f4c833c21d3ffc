// Shows what a report would repeat while its words are typed, and fills in the category that they suggest. The buttons alone do as
// well: this sends the same form and takes the same page's answer.
"use strict";
(() => {
  const WAIT_MS = 150;

  function enhance(form) {
    const words = ["title", "detail"].map((name) => form.elements.namedItem(name));
    const category = form.elements.namedItem("category");
    const hints = form.querySelector("[data-hints]");
    let timer = 0;
    let newest = 0;
    let isChosen = false;

    async function look() {
      newest += 1;
      const own = newest;
      if (words.every((field) => field.value.trim() === "")) {
        hints.replaceChildren();
        return;
      }
      const body = new URLSearchParams(new FormData(form));
      body.set("check", "1");
      if (!isChosen) body.set("category", "");
      let page;
      try {
        const answer = await fetch(form.action, { method: "POST", body, redirect: "error" });
        if (!answer.ok) return;
        page = new DOMParser().parseFromString(await answer.text(), "text/html");
      } catch {
        return;
      }
      const found = page.querySelector("[data-hotline]");
      if (own !== newest || !found) return;
      hints.replaceChildren(...found.querySelector("[data-hints]").childNodes);
      form.dataset.looked = String(own);
      const suggested = found.elements.namedItem("category").value;
      if (!isChosen && suggested !== "") category.value = suggested;
    }

    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(look, WAIT_MS);
    };
    words.forEach((field) => field.addEventListener("input", soon));
    category.addEventListener("change", () => {
      isChosen = category.value !== "";
      soon();
    });
    form.querySelectorAll("[name='dwelling'], [name='area']").forEach((field) => field.addEventListener("change", soon));
    // A call begins with its number, and goes on with its words.
    const first = document.querySelector("[data-caller]") ? words[0] : document.querySelector("#field-lookup");
    if (first && document.activeElement === document.body && words[0].value === "") first.focus();
  }

  document.querySelectorAll("[data-hotline]").forEach(enhance);
})();
