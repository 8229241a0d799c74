// Small comforts only: every page works without this file.
document.documentElement.classList.add("scripted");

// The page for paper goes there at once; what is on it is on record already.
if (document.querySelector("main.paper")) window.addEventListener("load", () => window.print());

// Paper cannot be unfolded.
let unfolded = [];
window.addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("details:not([open])")];
  unfolded.forEach((details) => { details.open = true; });
});
window.addEventListener("afterprint", () => {
  unfolded.forEach((details) => { details.open = false; });
  unfolded = [];
});
