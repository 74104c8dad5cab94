/* Turns a long multiple select into: type, pick, see what was picked. The select stays in the form and holds the value. */
(function () {
  "use strict";
  const MOST = 8;
  const plain = (text) => text.toLocaleLowerCase("id").replace(/\s+/g, " ").trim();

  function enhance(root) {
    if (root.dataset.copPickReady) return;
    root.dataset.copPickReady = "true";
    const select = root.querySelector("select");
    const panel = root.querySelector(".cop-pick__search");
    const input = root.querySelector(".cop-pick__input");
    const found = root.querySelector(".cop-pick__found");
    const chosen = root.querySelector(".cop-pick__chosen");
    const empty = root.querySelector(".cop-pick__empty");
    const note = root.querySelector(".cop-pick__note");
    const options = Array.from(select.options);

    function button(option, label, onClick) {
      const item = document.createElement("li");
      const control = document.createElement("button");
      control.type = "button";
      control.className = "button button-small button-secondary";
      control.textContent = option.text;
      if (label) control.setAttribute("aria-label", label + " " + option.text);
      control.addEventListener("click", onClick);
      item.append(control);
      return item;
    }

    function set(option, isSelected) {
      option.selected = isSelected;
      select.dispatchEvent(new Event("input", { bubbles: true }));
      select.dispatchEvent(new Event("change", { bubbles: true }));
      draw();
    }

    function draw() {
      const picked = options.filter((option) => option.selected);
      chosen.replaceChildren(
        ...picked.map((option) => {
          const item = button(option, input.dataset.remove, () => {
            set(option, false);
            input.focus();
          });
          item.firstChild.classList.remove("button-secondary");
          item.firstChild.append(" ×");
          return item;
        }),
      );
      empty.hidden = picked.length > 0;
    }

    function search() {
      const words = plain(input.value).split(" ").filter(Boolean);
      const matches = words.length
        ? options.filter((option) => !option.selected && words.every((word) => plain(option.text).includes(word)))
        : [];
      found.replaceChildren(
        ...matches.slice(0, MOST).map((option) =>
          button(option, "", () => {
            input.value = "";
            set(option, true);
            search();
            input.focus();
          }),
        ),
      );
      note.textContent = !words.length ? "" : !matches.length ? input.dataset.none : matches.length > MOST ? input.dataset.more : "";
    }

    input.addEventListener("input", (event) => {
      event.stopPropagation(); // what is typed here is no change of the form
      search();
    });
    input.addEventListener("change", (event) => event.stopPropagation());
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // Enter would send the whole form
      found.querySelector("button")?.click();
    });
    panel.hidden = false;
    select.classList.add("cop-pick__select");
    select.tabIndex = -1;
    select.setAttribute("aria-hidden", "true");
    draw();
  }

  const start = () => document.querySelectorAll("[data-cop-pick]").forEach(enhance);
  const watch = () => {
    start();
    new MutationObserver(start).observe(document.body, { childList: true, subtree: true }); // rows added by hand
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", watch);
  else watch();
})();
