/** What runs inside of a page, as text: there the names of a browser hold, and not those of Node. */

/** The colour inside the frame of the picture that the page shows, as the browser paints it. */
export const groundOfImage = `(async () => {
  const image = document.querySelector("img");
  await image.decode();
  const canvas = document.createElement("canvas");
  const paper = canvas.getContext("2d");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  paper.drawImage(image, 0, 0);
  const colour = [...paper.getImageData(image.naturalWidth - 6, 40, 1, 1).data].slice(0, 3);
  return "#" + colour.map((part) => part.toString(16).padStart(2, "0")).join("");
})()`;

/** Where the words of a picture lie, and how far each stands out from the ground (WCAG's contrast). */
export const measuredWords = `(() => {
  const light = (colour) => {
    const parts = (colour.match(/\\d+/g) ?? []).map((part) => Number(part) / 255);
    const [r, g, b] = parts.map((part) => {
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const svg = document.querySelector("svg");
  const ground = light(getComputedStyle(svg.querySelector(".page")).fill);
  const words = [...svg.querySelectorAll("text")].map((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const own = light(getComputedStyle(element).fill);
    const contrast = Math.max(own, ground) / Math.min(own, ground);
    const inHead = element.matches(".title, .name, .address");
    return { text: element.textContent, left, top, right, bottom, contrast, inHead };
  });
  const { width, height } = svg.getBoundingClientRect();
  const heads = [...svg.querySelectorAll(".head")].map((head) => head.getBoundingClientRect().bottom);
  return { width, height, words, headEnd: Math.max(...heads) };
})()`;

export interface Word {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly contrast: number;
  readonly inHead: boolean;
}

export interface Measured {
  readonly width: number;
  readonly height: number;
  /** Where the heads of the lanes end, and the lines begin. */
  readonly headEnd: number;
  readonly words: readonly Word[];
}
