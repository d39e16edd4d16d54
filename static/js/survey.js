// The answers of one tab have one id until they are sent, so that a second tap or a reloaded page counts once.
const form = document.querySelector("form[data-survey]");
const place = `survey-${form.dataset.survey}`;
const uid = form.querySelector("[name=uid]");

function kept() {
  try {
    const known = sessionStorage.getItem(place) ?? (window.isSecureContext ? crypto.randomUUID() : uid.value);
    sessionStorage.setItem(place, known);
    return known;
  } catch {
    return uid.value; // a browser that keeps nothing: the id that came with the page
  }
}

uid.value = kept();
