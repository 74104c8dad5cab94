/* Publishing waits for the save by itself that is on its way.

A new page that is being saved at this moment has its address already: sent once more to the address for new pages, the
form would be refused, since the page's own slug is taken (Wagtail 8.0.1). */
addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const autosave = window.wagtail?.app?.getControllerForElementAndIdentifier(form, "w-autosave");
    if (!autosave?.submitPromise) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const { name, value } = event.submitter || {};
    autosave.activeValue = false; // nothing is saved by itself after what is saved by hand
    autosave.submitPromise.finally(() => {
      if (name) {
        // the button may be disabled by now, so it would not be sent
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
      }
      autosave.submitPromise = null;
      form.requestSubmit();
    });
  },
  { capture: true },
);
