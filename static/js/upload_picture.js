// Cameras take pictures larger than the portal does: such a one is made smaller on the device, upright as the camera held it.
// What the browser cannot draw (HEIC mostly) goes as it is, and the portal says what it thinks of it.

const DRAWN = /^image\/(jpeg|png|webp)$/;
const QUALITY = 0.9;

// The size as it is shown, without drawing it.
async function sizeOf(file) {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try {
    await new Promise((resolve, reject) => { image.onload = resolve; image.onerror = reject; });
    return { width: image.naturalWidth, height: image.naturalHeight };
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

async function drawn(file, { width, height }, side) {
  const share = Math.min(1, side / Math.max(width, height));
  const smaller = { resizeWidth: Math.round(width * share), resizeHeight: Math.round(height * share), resizeQuality: "high" };
  const bitmap = await createImageBitmap(file, { ...smaller, imageOrientation: "from-image" });
  const canvas = document.createElement("canvas");
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext("2d").drawImage(bitmap, 0, 0);
  bitmap.close();
  const type = file.type === "image/png" ? file.type : "image/jpeg";
  return new Promise((resolve) => { canvas.toBlob(resolve, type, QUALITY); });
}

// `most`: {pixels, bytes} that are taken, and the `side` of what is kept.
export async function fitting(file, most) {
  if (!DRAWN.test(file.type)) return file;
  try {
    const size = await sizeOf(file);
    if (size.width * size.height <= most.pixels && file.size <= most.bytes) return file;
    const blob = await drawn(file, size, most.side);
    const name = file.name.replace(/\.webp$/i, ".jpg");
    return blob ? new File([blob], name, { type: blob.type, lastModified: file.lastModified }) : file;
  } catch {
    return file;
  }
}
