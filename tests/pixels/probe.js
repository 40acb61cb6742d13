// What a side looks like: of each element its box in whole pixels, its text, and its colours.
(() => {
  const round = Math.round, said = [];
  for (const each of document.querySelectorAll("#qa, #qa *")) {
    if (each.closest("mjx-container *, svg *, style, script, head")) continue;
    const box = each.getBoundingClientRect(), style = getComputedStyle(each);
    if (!box.width || !box.height || style.visibility !== "visible") continue;
    said.push([
      each.localName + (each.className && each.localName !== "svg" ? "." + String(each.className).replace(/ /g, ".") : ""),
      [round(box.x), round(box.y), round(box.width), round(box.height)],
      [round(parseFloat(style.fontSize)), style.fontWeight, style.textAlign].join(" "),
      [style.color, style.backgroundColor, style.borderTopWidth].join(" "),
    ]);
  }
  const body = getComputedStyle(document.body);
  said.push(["body." + document.body.className.replace(/ /g, "."), [], "", [body.color, body.backgroundColor, body.margin].join(" ")]);
  return JSON.stringify(said);
})()
