// Shows of an item's form what belongs to its kind. Without it everything is shown; what does not belong is not kept.
const kind = document.getElementById("id_kind");
const parts = document.querySelectorAll("[data-for-kind]");
const turn = () => parts.forEach((part) => { part.hidden = part.dataset.forKind !== kind.value; });
kind.addEventListener("change", turn);
turn();
