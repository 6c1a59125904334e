/* The lock of a phone opens a page, or is set up to: fills in the hidden field of its form, then sends it.
   Comfort only: without this file there is the code. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-lock]");
  var told = document.getElementById("lock-options");
  if (!form || !told) return;
  var failed = function () {
    delete form.dataset.sent;
    document.querySelector("[data-lock-failed]").hidden = false;
  };
  if (!window.PublicKeyCredential || !navigator.credentials) {
    form.hidden = true;
    failed();
    return;
  }

  var bytes = function (text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (sign) { return sign.charCodeAt(0); });
  };
  var letters = function (buffer) {
    if (!buffer) return null;
    var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  var readable = function (asked) {
    asked.challenge = bytes(asked.challenge);
    if (asked.user) asked.user.id = bytes(asked.user.id);
    ["allowCredentials", "excludeCredentials"].forEach(function (name) {
      (asked[name] || []).forEach(function (one) { one.id = bytes(one.id); });
    });
    return { publicKey: asked };
  };
  var written = function (made) {
    var said = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach(
      function (name) { if (made.response[name]) said[name] = letters(made.response[name]); }
    );
    return JSON.stringify({
      id: made.id, rawId: letters(made.rawId), type: made.type, response: said, clientExtensionResults: {}
    });
  };

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var asked = readable(JSON.parse(told.textContent).publicKey);
    navigator.credentials[form.dataset.lock](asked).then(function (made) {
      form.elements.signed.value = written(made);
      form.submit();
    }).catch(failed);
  });
})();
