// Says on the page, not only in the console, that a passkey was not made or not found.
document.addEventListener("allauth.error", function (event) {
  const trouble = document.getElementById("passkey-trouble");
  if (!trouble) return;
  event.preventDefault();
  trouble.hidden = false;
  trouble.focus();
});
