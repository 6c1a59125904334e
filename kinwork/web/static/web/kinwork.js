/* Comforts only: every page works without this file. */
(function () {
  "use strict";

  /* Quick exit: blank at once, sign out behind, and take this page's place in the history. */
  document.addEventListener("submit", function (event) {
    var form = event.target.closest("[data-leave]");
    if (!form) return;
    event.preventDefault();
    document.title = " ";
    document.body.hidden = true;
    var gone = function () { window.location.replace(form.dataset.leave); };
    fetch(form.action, { method: "POST", keepalive: true, redirect: "manual" }).then(gone, gone);
    window.setTimeout(gone, 400);
  });

  /* A page that comes back from memory after somebody left is asked for again. */
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) window.location.reload();
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });

  var reveal = function () {
    document.querySelectorAll(".kw-needs-js[hidden]").forEach(function (part) { part.hidden = false; });
  };
  reveal();
  document.addEventListener("htmx:load", reveal);

  /* One sending at a time; the server would notice a second one anyway. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    window.setTimeout(function () { delete form.dataset.sent; }, 5000);
  });

  /* The error summary takes the focus after a part of a page was changed, too. */
  document.addEventListener("htmx:afterSettle", function (event) {
    var faults = event.target.querySelector && event.target.querySelector(".kw-faults");
    if (faults) faults.focus();
  });
})();
