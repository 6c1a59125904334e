/* A shared computer: nobody touches it, so it asks; nobody answers, so it forgets. What is typed stays
   while somebody is there. Without this file the server asks and forgets by itself. */
(function () {
  "use strict";
  var ask = document.querySelector("[data-kiosk]");
  if (!ask) return;
  var asks = Number(ask.dataset.kiosk) * 1000, forgets = Number(ask.dataset.forgets) * 1000;
  var form = ask.querySelector("form"), touched = Date.now(), told = Date.now(), before = null;

  var send = function (url) {
    return fetch(url, { method: "POST", body: new FormData(form), redirect: "manual", keepalive: true });
  };
  var gone = function () {
    document.title = " ";
    document.body.hidden = true;
    var away = function () { window.location.replace(ask.dataset.start); };
    send(ask.dataset.over).then(away, away);
  };
  var here = function (event) {
    touched = Date.now();
    if (ask.hidden) return;
    if (event && event.type === "keydown") event.preventDefault();  /* the key was the answer */
    ask.hidden = true;
    if (before) before.focus();
    stay();
  };
  var stay = function () {
    told = Date.now();
    send(ask.dataset.still).then(function (answer) { if (answer.status !== 204) gone(); }, function () {});
  };

  ["pointerdown", "keydown", "scroll", "input"].forEach(function (kind) {
    document.addEventListener(kind, here, { capture: true });
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); event.stopPropagation(); here(); });
  window.setInterval(function () {
    var now = Date.now(), quiet = now - touched;
    if (quiet >= asks + forgets) { gone(); return; }
    if (quiet >= asks && ask.hidden) {
      before = document.activeElement;
      ask.hidden = false;
      ask.querySelector("button").focus();
    }
    if (touched > told && now - told > 30000) stay();
  }, 500);
})();
