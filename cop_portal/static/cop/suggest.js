// Suggestions below each search box, as an ARIA combobox; without this, the form asks the same question.
{
  const WAIT = 150; // milliseconds without another letter
  const SHORTEST = 2; // letters

  const element = (name, role, className) => {
    const made = document.createElement(name);
    made.setAttribute("role", role);
    made.className = className;
    return made;
  };

  const suggest = (input) => {
    const form = input.form;
    const list = element("ul", "listbox", "cop-suggest");
    const status = element("span", "status", "cop-vh");
    let items = [];
    let active = -1;
    let timer, asking;

    list.id = `${input.id}-saran`;
    list.hidden = true;
    form.append(list, status);
    input.autocomplete = "off";
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);

    const mark = (place) => {
      list.children[active]?.setAttribute("aria-selected", "false");
      active = place;
      const option = list.children[active];
      if (!option) return input.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    };

    const open = (isOpen) => {
      list.hidden = !isOpen;
      input.setAttribute("aria-expanded", String(isOpen));
      mark(-1);
    };

    const close = () => {
      clearTimeout(timer);
      asking?.abort();
      status.textContent = "";
      open(false);
    };

    const show = (answer) => {
      items = answer.items;
      list.setAttribute("aria-label", answer.label);
      list.replaceChildren(
        ...items.map((item, place) => {
          const option = element("li", "option", "cop-suggest__option");
          option.id = `${list.id}-${place}`;
          option.setAttribute("aria-selected", "false");
          for (const [tag, text] of [["span", item.text], ["small", item.note ? `${item.label} · ${item.note}` : item.label]]) {
            option.append(Object.assign(document.createElement(tag), { textContent: text }), " ");
          }
          return option;
        }),
      );
      status.textContent = answer.status;
      open(items.length > 0);
    };

    const ask = async () => {
      clearTimeout(timer);
      asking?.abort();
      if (input.value.trim().length < SHORTEST) return close();
      const mine = (asking = new AbortController());
      try {
        const asked = new URLSearchParams(new FormData(form)); // with the part that the form searches
        const response = await fetch(`${form.action}saran/?${asked}`, { signal: mine.signal });
        const answer = response.ok && (await response.json());
        if (!mine.signal.aborted) answer ? show(answer) : close();
      } catch {
        if (!mine.signal.aborted) close(); // no line: the form still asks
      }
    };

    const take = (item) => {
      close();
      if (item.kind !== "word") return location.assign(item.url);
      input.value = item.text;
      form.requestSubmit(); // with the filters that the form keeps
    };

    input.addEventListener("input", (event) => {
      clearTimeout(timer);
      if (!event.isComposing) timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      const isOpen = !list.hidden;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.isComposing) return;
      if (step && event.altKey) {
        event.preventDefault();
        step > 0 ? ask() : close();
      } else if (step && isOpen) {
        event.preventDefault(); // past the last one, the box itself has its turn
        const places = items.length + 1;
        mark(((active + 1 + step + places) % places) - 1);
      } else if (step > 0) {
        event.preventDefault();
        ask().then(() => !list.hidden && mark(0));
      } else if (event.key === "Enter" && isOpen && active >= 0) {
        event.preventDefault();
        take(items[active]);
      } else if (event.key === "Escape" && isOpen) {
        event.preventDefault(); // the first closes the list, the next one empties the box
        close();
      } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
        mark(-1); // the cursor moves in the text again
      }
    });
    input.addEventListener("blur", close);
    form.addEventListener("submit", close);
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) take(items[[...list.children].indexOf(option)]);
    });
  };

  document.querySelectorAll('form[role="search"] input[name="q"]').forEach(suggest);
}
