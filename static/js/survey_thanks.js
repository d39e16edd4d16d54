// The answers have arrived: the next ones on this device are somebody else's.
for (const link of document.querySelectorAll("[data-survey]")) {
  try {
    sessionStorage.removeItem(`survey-${link.dataset.survey}`);
  } catch {
    // a browser that keeps nothing has nothing to forget
  }
}
