// Small conveniences on top of pages that work without any script.
"use strict";

// The error summary is read first: put the cursor there, as the GOV.UK pattern asks.
const summary = document.getElementById("error-summary");
if (summary) {
  summary.focus();
}

// A form that was sent is not sent twice by an impatient hand. The server holds to one act in any case
// (idempotency keys); this only spares a confusing second page.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  window.setTimeout(() => delete form.dataset.sent, 8000);
});

// Back from the browser's cache the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) {
    delete form.dataset.sent;
  }
});
