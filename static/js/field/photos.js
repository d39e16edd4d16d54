// A photo as it is kept: at most 1600 pixels and about 300 KB, drawn anew, so that nothing of the camera stays in it.
import { sha256 } from "./content.js";

const SIDE = 1600, ENOUGH = 300 * 1024; // pixels, bytes
const QUALITIES = [0.85, 0.75, 0.6, 0.45];

export async function compressed(source) {
  const picture = await createImageBitmap(source, { imageOrientation: "from-image" });
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return asJpeg(canvas);
}

export async function asJpeg(canvas) {
  let blob;
  for (const quality of QUALITIES) {
    blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", quality); });
    if (blob.size <= ENOUGH) break;
  }
  return blob.arrayBuffer();
}

// A file of the store, and what its part says of it.
export async function asFile(record, bytes) {
  const uid = crypto.randomUUID();
  const hash = await sha256(bytes);
  const file = { uid, record, bytes, sha256: hash, size: bytes.byteLength, state: "waiting", message: "" };
  return { file, said: { sha256: hash, size: bytes.byteLength } };
}

export async function thumbnail(bytes, caption) {
  const canvas = document.createElement("canvas");
  canvas.className = "field-thumbnail";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", caption || "–");
  try {
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
    canvas.width = 160;
    canvas.height = Math.round((160 * picture.height) / picture.width);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  } catch { /* a picture that cannot be drawn is still kept and sent */ }
  return canvas;
}
