// Small comforts of every page: copy, print, and the focus on what has to be mended.
// Their buttons are hidden in the HTML, so that without scripts there is no button that does nothing.

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const words = button.lastChild;
  const before = words.textContent;
  words.textContent = button.dataset.done;
  setTimeout(() => { words.textContent = before; }, 2000);
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// What is folded on the screen must not be missing on paper.
window.addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details.why:not([open])")) {
    folded.open = true;
    folded.dataset.openedForPrint = "";
  }
});
window.addEventListener("afterprint", () => {
  for (const opened of document.querySelectorAll("[data-opened-for-print]")) {
    opened.open = false;
    delete opened.dataset.openedForPrint;
  }
});

document.querySelector("[data-errors]")?.focus();
