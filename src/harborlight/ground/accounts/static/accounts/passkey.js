// Passkeys: asks the browser to make one or to answer with one, and sends the answer with the form around the button.
// The question stands in data-question as JSON, its binary parts in base64url, as the server wrote it.

for (const form of document.querySelectorAll("form[data-passkey]")) prepare(form);

function prepare(form) {
  if (!window.PublicKeyCredential) return;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer(form);
  });
}

async function answer(form) {
  const says = form.querySelector("[data-passkey-says]");
  says.textContent = "";
  try {
    const { publicKey } = JSON.parse(form.dataset.question);
    const credential = form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: forMaking(publicKey) })
      : await navigator.credentials.get({ publicKey: forAsking(publicKey) });
    form.querySelector("input[name$=credential]").value = JSON.stringify(asText(credential));
    form.submit();
  } catch {
    // Cancelled, timed out, or no key at hand: the browser does not say which, and neither do we.
    says.textContent = says.dataset.failed;
  }
}

const forMaking = (asked) => ({
  ...asked,
  challenge: bytes(asked.challenge),
  user: { ...asked.user, id: bytes(asked.user.id) },
  excludeCredentials: (asked.excludeCredentials ?? []).map(withBytes),
});

const forAsking = (asked) => ({
  ...asked,
  challenge: bytes(asked.challenge),
  allowCredentials: (asked.allowCredentials ?? []).map(withBytes),
});

const withBytes = (known) => ({ ...known, id: bytes(known.id) });

function asText(credential) {
  const { response } = credential;
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = base64url(response[name]);
  }
  if (response.getTransports) parts.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: base64url(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: parts,
  };
}

function bytes(text) {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
}

function base64url(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
