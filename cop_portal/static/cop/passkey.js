// Passkeys: the browser makes or shows one, and the form sends what it says. Where this does not run, other ways remain.
if (window.PublicKeyCredential) {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => {
    const letters = btoa(String.fromCharCode(...new Uint8Array(buffer)));
    return letters.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const known = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

  const make = (options) => {
    const publicKey = { ...options, challenge: bytes(options.challenge) };
    publicKey.user = { ...options.user, id: bytes(options.user.id) };
    publicKey.excludeCredentials = known(options.excludeCredentials);
    return navigator.credentials.create({ publicKey });
  };

  const show = (options) => {
    const publicKey = { ...options, challenge: bytes(options.challenge) };
    publicKey.allowCredentials = known(options.allowCredentials);
    return navigator.credentials.get({ publicKey });
  };

  const sent = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const status = form.querySelector("[role=status]");
    const options = JSON.parse(form.dataset.passkey).publicKey;
    form.parentElement.hidden = false;
    form.parentElement.nextElementSibling.hidden = true;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      status.textContent = form.dataset.waiting;
      try {
        form.elements.credential.value = sent(await (options.user ? make(options) : show(options)));
      } catch (refusal) {
        status.textContent = refusal.name === "InvalidStateError" ? form.dataset.known : form.dataset.refused;
        return;
      }
      form.submit();
    });
  }
}
