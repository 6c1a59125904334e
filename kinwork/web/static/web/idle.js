/* Two minutes before the end of a session: a sentence and a button. Without this file nothing is
   lost either: what was typed comes back after signing in. */
(function () {
  "use strict";
  var note = document.querySelector("[data-idle]");
  if (!note) return;
  var seconds = Number(note.dataset.idle), timer;

  var wait = function () {
    note.hidden = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(function () { note.hidden = false; }, Math.max(0, seconds - 120) * 1000);
  };

  note.querySelector("form").addEventListener("submit", function (event) {
    event.preventDefault();
    event.stopPropagation();
    fetch(note.dataset.stay, { method: "POST", body: new FormData(event.target), redirect: "manual" })
      .then(function (answer) { if (answer.status === 204) wait(); else window.location.reload(); });
  });
  document.addEventListener("htmx:afterRequest", wait);
  wait();
})();
