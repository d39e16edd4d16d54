// The time until the practice world begins anew, also on a page that a phone has kept. Thailand is seven hours ahead.
const left = document.querySelector("[data-begins-anew]");
const [hour, minute] = left.dataset.beginsAnew.split(":").map(Number);
const DAY = 24 * 60;
const show = () => {
  const now = Math.floor(Date.now() / 60000) + 7 * 60;
  const minutes = ((hour * 60 + minute - (now % DAY) + DAY - 1) % DAY) + 1;
  const parts = [Math.floor(minutes / 60), minutes % 60];
  let place = 0;
  left.textContent = left.textContent.replace(/\d+/g, () => parts[place++]);
};
show();
setInterval(show, 20000);
