/* Leaving a form of the CMS by sending it, in step with its saving by itself (Wagtail 8.0.1).

A save that waits for its turn or is on its way cannot be called back: the form waits for it. A new page has its address
by then; sent once more to the address for new pages, the form would be refused, since the page's own slug is taken.
And no save begins once the form is sent: it would start from a revision that is no longer the newest. */
const autosaveOf = (form) => window.wagtail?.app?.getControllerForElementAndIdentifier(form, "w-autosave");

/** Calls `go` when no save is on its way, and lets none begin. */
function whenSaved(autosave, go) {
  autosave.activeValue = false;
  if (!autosave.submitPromise) {
    go();
    return;
  }
  autosave.submitPromise.finally(() => {
    autosave.submitPromise = null;
    go();
  });
}

addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const autosave = autosaveOf(form);
    if (!autosave?.submitPromise) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const { name, value } = event.submitter || {};
    whenSaved(autosave, () => {
      if (name) {
        // the button may be disabled by now, so it would not be sent
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
      }
      form.requestSubmit();
    });
  },
  { capture: true },
);

addEventListener("submit", (event) => {
  const autosave = autosaveOf(event.target);
  if (autosave && !event.defaultPrevented) {
    autosave.activeValue = false;
  }
});

/* The windows of a review send the form without an event. */
const { submit } = HTMLFormElement.prototype;
HTMLFormElement.prototype.submit = function () {
  const autosave = autosaveOf(this);
  if (autosave) {
    whenSaved(autosave, () => submit.call(this));
  } else {
    submit.call(this);
  }
};

/* The list of a date or an hour opens some time after its field was entered, and stays: over the fields that follow, for
who goes on by Tab. */
const OPENED = 300; // ms

addEventListener("focusin", () => {
  setTimeout(() => {
    window.jQuery?.(".xdsoft_datetimepicker:visible").each((_, element) => {
      const list = window.jQuery(element);
      if (!list.data("input")?.is(document.activeElement)) {
        list.trigger("close.xdsoft");
      }
    });
  }, OPENED);
});

/* Whoever opens the form of a new page is about to write its title: two dozen steps by Tab lie before it. A form that
came back with errors, or somebody who is elsewhere already, is left alone. */
addEventListener("load", () => {
  const form = document.querySelector("form[data-edit-form][action*='/pages/add/']");
  if (form && document.activeElement === document.body && !form.querySelector(".error-message")) {
    form.querySelector("[name=title]")?.focus();
  }
});
