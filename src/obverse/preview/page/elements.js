// The elements of the page, and new ones.
export const $ = (id) => document.getElementById(id);
export const clear = (element) => { element.textContent = ""; return element; };

export function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

export function button(text, act, className) {
  const made = element("button", text, className);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

export const plural = (count, name) => count.toLocaleString("en") + " " + name + (count === 1 ? "" : "s");
