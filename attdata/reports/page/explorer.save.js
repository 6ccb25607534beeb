// What can be kept: the table as CSV, the map as SVG or PNG with title, legend and evidence.
const fileName = (what, ending) => `att-${what}-${view.day}-${view.basis}-${view.lang}.${ending}`;

const keep = (name, content, type) => {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const a = make("a", { href: address, download: name });
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
};

// No cell runs as a formula in a spreadsheet program.
const csvCell = (text) => {
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const csvText = () => {
  paintTable();
  const heads = ["column.code", ...COLUMNS.map((column) => HEADS[column]), "column.on", "column.basis"];
  const lines = [heads.map((key) => say(key))];
  for (const iso of table.order ? table.order.split(",") : []) {
    const values = table.rows.get(iso).values;
    const cells = COLUMNS.map((column) => {
      const day = ["since", "signed", "consented", "in_force"].includes(column);
      if (!day) return cellText(iso, column, values[column]);
      return precisionOf(iso, values[column]) === "day" ? values[column] : sayDayOf(iso, values[column]);
    });
    lines.push([iso, ...cells, view.day, say(`basis.${view.basis}`)]);
  }
  return "\ufeff" + lines.map((cells) => cells.map(csvCell).join(",") + "\n").join("");
};

// --- the map as a picture ------------------------------------------------------------------------

const PICTURE = { width: 1200, side: 24, font: "Noto Sans, Segoe UI, Arial, sans-serif" };
const FAMILY = {
  ar: "Noto Sans Arabic, attdata Sans Arabic, Segoe UI, Tahoma, Arial, sans-serif",
  zh: "Noto Sans SC, PingFang SC, Microsoft YaHei, attdata Sans SC, sans-serif",
};
const pen = document.createElement("canvas").getContext("2d");

const wrapText = (text, size) => {
  pen.font = `${size}px ${FAMILY[view.lang] || PICTURE.font}`;
  const parts = view.lang === "zh" ? [...text] : text.split(/(?<= )/);
  const lines = [""];
  for (const part of parts) {
    const longer = lines[lines.length - 1] + part;
    if (pen.measureText(longer).width > PICTURE.width - 2 * PICTURE.side && lines[lines.length - 1]) lines.push(part);
    else lines[lines.length - 1] = longer;
  }
  return lines;
};

const picture = () => {
  const aspect = drawn.base === "World" ? 2.28 : 1.95;
  const height = Math.round((PICTURE.width - 2 * PICTURE.side) / aspect);
  const svg = draw("svg", { xmlns: SVG, width: PICTURE.width, lang: view.lang, role: "img", "font-family": FAMILY[view.lang] || PICTURE.font });
  const subject = headline();
  svg.append(draw("title", {}, `${say("explorer.title")}. ${subject}`), draw("rect", { width: "100%", height: "100%", fill: all.colors.paper }));
  let y = 20;
  const write = (text, size, fill, weight = "normal") => {
    for (const line of wrapText(text, size)) {
      y += size * 1.35;
      const x = isRight() ? PICTURE.width - PICTURE.side : PICTURE.side;
      svg.append(draw("text", { x, y, "font-size": size, fill, "font-weight": weight, direction: isRight() ? "rtl" : "ltr" }, line));
    }
  };
  write(say("explorer.title"), 16, all.colors.muted);
  write(subject, 26, all.colors.ink, "bold");
  y += 12;
  svg.append(pictureMap(y, height));
  y += height + 14;
  svg.append(draw("defs", {}, ...samples()));
  y = pictureLegend(svg, y);
  for (const text of evidenceLines()) write(text, 13, all.colors.muted);
  y += 18;
  svg.setAttribute("height", y);
  svg.setAttribute("viewBox", `0 0 ${PICTURE.width} ${y}`);
  return svg;
};

// Colours as attributes, not as style: the picture then looks the same in every program.
const pictureMap = (y, height) => {
  const [x0, y0, width, down] = drawn.view.box;
  const width_ = PICTURE.width - 2 * PICTURE.side;
  const pixel = Math.max(width / width_, down / height);
  const box = [x0 - (width_ * pixel - width) / 2, y0 - (height * pixel - down) / 2, width_ * pixel, height * pixel];
  const svg = draw("svg", { x: PICTURE.side, y, width: width_, height, viewBox: box.map(Math.round).join(" ") });
  const defs = draw("defs");
  for (const status of HATCHED) {
    const element = pattern(status);
    element.setAttribute("patternTransform", `scale(${pixel})`);
    defs.append(element);
  }
  const base = all.maps.bases[drawn.base];
  svg.append(defs);
  if (base.sea) svg.append(draw("path", { d: base.sea, fill: all.colors.sea }));
  else svg.append(draw("rect", { x: box[0], y: box[1], width: box[2], height: box[3], fill: all.colors.sea }));
  svg.append(draw("path", { d: base.other, fill: "url(#h-not_counted)", stroke: all.looks.not_counted.edge, "stroke-width": 0.4 * pixel }));
  const dots = drawn.view.dots.wide || {};
  const radius = (all.maps.dot.wide / 2) * pixel;
  const marks = [];
  for (const [iso, state] of drawn.states) {
    const group = draw("g", { id: iso, "data-status": state.kind });
    if (state.label) group.append(draw("title", {}, state.label));
    if (base.states[iso]) group.append(draw("path", { d: base.states[iso], ...pictureLook(state.kind, pixel) }));
    if (dots[iso] && STATUSES.includes(state.kind)) marks.push(pictureDot(iso, state.kind, dots[iso], base.centres[iso], radius));
    svg.append(group);
  }
  svg.append(draw("path", { d: base.lines, fill: "none", stroke: all.colors.ink, "stroke-width": 0.8 * pixel, "stroke-dasharray": `${3 * pixel} ${2 * pixel}` }));
  svg.append(...marks);
  return svg;
};

const pictureLook = (kind, pixel) => {
  if (kind === "elsewhere") return { fill: all.colors.elsewhere, stroke: "#b9b4a8", "stroke-width": 0.4 * pixel };
  const isLight = kind === "not_joined" || kind === "not_counted";
  return {
    fill: HATCHED.includes(kind) ? `url(#h-${kind})` : all.looks[kind].fill,
    stroke: isLight ? all.looks[kind].edge : all.colors.paper,
    "stroke-width": (isLight ? 0.4 : 0.6) * pixel,
    "stroke-linejoin": "round",
  };
};

const pictureDot = (iso, kind, [x, y], [cx, cy], radius) => {
  const group = draw("g", { "data-dot": iso });
  if (Math.hypot(x - cx, y - cy) > 2 * radius) {
    group.append(draw("path", { d: `M${cx} ${cy}L${x} ${y}`, stroke: all.colors.ink, "stroke-width": radius / 7 }));
  }
  const look = all.looks[kind];
  const transform = `translate(${x} ${y}) scale(${radius})`;
  group.append(draw("path", { d: look.mark, transform, fill: all.colors.paper, stroke: all.colors.paper, "stroke-width": 0.5 }));
  group.append(draw("path", { d: look.mark, transform, fill: look.fill, stroke: look.edge, "stroke-width": 0.2 }));
  return group;
};

const pictureLegend = (svg, top) => {
  let y = top + 14;
  let x = PICTURE.side;
  const size = 14;
  pen.font = `${size}px ${FAMILY[view.lang] || PICTURE.font}`;
  for (const item of $("legend").children) {
    const width = pen.measureText(item.textContent).width + 34;
    if (x + width > PICTURE.width - PICTURE.side) [x, y] = [PICTURE.side, y + 22];
    const at = isRight() ? PICTURE.width - x : x;
    const sample = item.firstChild.cloneNode(true);
    for (const [name, value] of Object.entries({ x: isRight() ? at - 26 : at, y: y - 11, width: 26, height: 12 })) sample.setAttribute(name, value);
    sample.removeAttribute("class");
    svg.append(sample);
    svg.append(draw("text", { x: isRight() ? at - 32 : at + 32, y, "font-size": size, fill: all.colors.ink, direction: isRight() ? "rtl" : "ltr" }, item.textContent));
    x += width + 22;
  }
  return y + 8;
};

const svgText = () => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture())}\n`;

const savePng = () => {
  const text = svgText();
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth * 2, image.naturalHeight * 2];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => keep(fileName("map", "png"), blob), "image/png");
    URL.revokeObjectURL(image.src);
  };
  image.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
};

$("save-csv").addEventListener("click", () => keep(fileName("table", "csv"), csvText(), "text/csv;charset=utf-8"));
$("save-svg").addEventListener("click", () => keep(fileName("map", "svg"), svgText(), "image/svg+xml"));
$("save-png").addEventListener("click", savePng);
