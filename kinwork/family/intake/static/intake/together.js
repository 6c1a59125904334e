/* While two people are at one intake: says what the other saved. Without this file the next page says it. */
(function () {
  "use strict";
  var note = document.querySelector("[data-news]");
  if (!note) return;
  var list = note.querySelector("[data-list]"), said = "", EVERY = 8000;

  var show = function (news) {
    if (!news.new.length || said === news.new.join("|")) return;
    said = news.new.join("|");
    list.replaceChildren.apply(list, news.new.map(function (line) {
      var item = document.createElement("li");
      item.textContent = line;
      return item;
    }));
    note.setAttribute("role", "status");
    note.hidden = false;
  };

  var look = function () {
    if (document.hidden) return;
    fetch(note.dataset.news, { headers: { Accept: "application/json" } }).then(function (answer) {
      if (answer.redirected) { window.location.assign(answer.url); return null; }
      return answer.ok ? answer.json() : null;
    }).then(function (news) { if (news) show(news); }, function () {});
  };
  window.setInterval(look, EVERY);
})();
