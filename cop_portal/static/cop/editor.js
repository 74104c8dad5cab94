// Comfort for forms in which a text is written: marks by buttons, members named at the cursor. Without it every button
// still sends the form.
const fields = (element) => element.closest("form").querySelector(".cop-editor textarea");

function replace(area, text, from, to) {
  area.focus();
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  if (from !== undefined) area.setSelectionRange(from, to);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function wrap(area, before, after, otherwise) {
  const start = area.selectionStart;
  const chosen = area.value.slice(start, area.selectionEnd) || otherwise;
  replace(area, before + chosen + after, start + before.length, start + before.length + chosen.length);
}

function startLines(area, mark) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  area.setSelectionRange(start, area.selectionEnd);
  const chosen = area.value.slice(start, area.selectionEnd);
  replace(area, chosen.split("\n").map((line) => mark + line).join("\n"));
}

for (const bar of document.querySelectorAll("[data-editor-bar]")) bar.hidden = false;

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-wrap], [data-link], [data-line], [data-insert]");
  if (!button) return;
  const area = fields(button);
  if (button.dataset.wrap) wrap(area, button.dataset.wrap, button.dataset.wrap, "");
  if (button.dataset.link) wrap(area, "[", "](https://)", button.dataset.link);
  if (button.dataset.line) startLines(area, button.dataset.line);
  if (button.dataset.insert) {
    event.preventDefault();
    replace(area, button.dataset.insert);
  }
});

// Enter in the field of a member's name looks for the member and sends nothing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.name !== "mention") return;
  event.preventDefault();
  event.target.parentElement.querySelector("button").click();
});
