/* A planned visit or event drawn to another day opens the page that moves it, with that day filled in: what stands
   against the day is said there, and the reason is asked for. Without a mouse the link beside it does the same. */
let moved = "";

for (const entry of document.querySelectorAll("[data-move]")) {
  entry.addEventListener("dragstart", (event) => {
    moved = entry.dataset.move;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", moved);
  });
}

for (const day of document.querySelectorAll("[data-day]")) {
  day.addEventListener("dragover", (event) => {
    if (!moved) return;
    event.preventDefault();
    day.classList.add("day-target");
  });
  day.addEventListener("dragleave", () => day.classList.remove("day-target"));
  day.addEventListener("drop", (event) => {
    event.preventDefault();
    day.classList.remove("day-target");
    if (moved) location.assign(`${moved}?new_date=${encodeURIComponent(day.dataset.day)}`);
  });
}

document.addEventListener("dragend", () => { moved = ""; });
