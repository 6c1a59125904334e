/* Reads the page aloud with a voice that is on this phone: nothing of it leaves the phone. Where there is
   no such voice in the page's language, there is no button. */
(function () {
  "use strict";
  var button = document.querySelector("[data-aloud]");
  var speech = window.speechSynthesis;
  if (!button || !speech || !window.SpeechSynthesisUtterance) return;
  var label = button.querySelector("span");
  var start = label.textContent;

  var voice = function (language) {
    var short = language.slice(0, 2).toLowerCase();
    return speech.getVoices().find(function (one) {
      return one.localService && one.lang.slice(0, 2).toLowerCase() === short;
    });
  };
  var language = function (part) {
    return part.closest("[lang]").lang || document.documentElement.lang;
  };
  var offer = function () { button.hidden = !voice(document.documentElement.lang); };
  offer();
  if (speech.addEventListener) speech.addEventListener("voiceschanged", offer);

  var show = function (reads) {
    button.setAttribute("aria-pressed", reads ? "true" : "false");
    label.textContent = reads ? button.dataset.stop : start;
  };
  var stop = function () { speech.cancel(); show(false); };

  button.addEventListener("click", function () {
    if (button.getAttribute("aria-pressed") === "true") { stop(); return; }
    speech.cancel();
    var parts = document.querySelectorAll("main h1, main h2, main h3, main p, main li, main label, main legend");
    var last = null;
    parts.forEach(function (part) {
      var text = part.innerText.trim();
      if (!text || part.offsetParent === null || part.querySelector("p, li, h2, h3, label")) return;
      var own = voice(language(part));
      if (!own) return;
      last = new SpeechSynthesisUtterance(text);
      last.lang = own.lang;
      last.voice = own;
      speech.speak(last);
    });
    if (!last) return;
    last.onend = function () { show(false); };
    show(true);
  });
  window.addEventListener("pagehide", stop);
  document.addEventListener("submit", stop);
})();
