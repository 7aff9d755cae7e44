// Keeps the pictures of the page where its boards find them.
export default function ({ data }) {
  window.machPictures = { ...window.machPictures, ...data.pictures };
  window.dispatchEvent(new Event("mach-pictures"));
}
