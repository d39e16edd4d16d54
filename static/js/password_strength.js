// While a new password is typed: how hard it looks to guess, as a meter and in words. It counts length and kinds of
// letters; what repeats, or runs along the alphabet or the keyboard, counts a quarter. It knows no words and no stolen
// passwords: the rules are the server's, which refuses the commonest.
const LEAST = 12; // AUTH_PASSWORD_VALIDATORS
const STEPS = [45, 65, 85]; // bits from which it is fair, good, strong
const KINDS = [[/[a-z]/, 26], [/[A-Z]/, 26], [/\d/, 10], [/[\u0E00-\u0E7F]/, 70], [/[^A-Za-z\d\u0E00-\u0E7F]/, 33]];
const KEYBOARD = "qwertyuiop asdfghjkl zxcvbnm ๆไำพะัีรนยบล ฟหกดเ้่าสวง ผปแอิืทมใฝ";

function bits(text) {
  const letters = [...text.toLowerCase()];
  const seen = new Set();
  let length = 0;
  letters.forEach((letter, place) => {
    const before = letters[place - 1] ?? "";
    const isRun = before && Math.abs(letter.codePointAt() - before.codePointAt()) <= 1;
    const isKnown = before && (seen.has(before + letter) || KEYBOARD.includes(before + letter));
    length += isRun || isKnown ? 0.25 : 1;
    seen.add(before + letter);
  });
  const kinds = KINDS.filter(([kind]) => kind.test(text)).reduce((sum, [, size]) => sum + size, 0);
  return length * Math.log2(Math.max(kinds, 2));
}

const field = document.querySelector("input[autocomplete=new-password]");
if (field) {
  const place = document.getElementById("password-strength").content.firstElementChild.cloneNode(true);
  const [meter, said] = place.children;
  const show = () => {
    const missing = LEAST - [...field.value].length;
    const level = missing > 0 ? 0 : 1 + STEPS.filter((step) => bits(field.value) >= step).length;
    meter.value = field.value ? level : 0;
    said.textContent = field.value ? said.dataset[`level${level}`].replace("{count}", missing) : said.dataset.first;
  };
  field.addEventListener("input", show);
  field.after(place);
  show();
}
