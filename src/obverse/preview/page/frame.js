// The frame of a card, in an origin of its own: it shows what the page sends it, and nothing else.
(function () {
  "use strict";
  var ours = new URL(location.href).origin;
  var CLIENTS = {
    desktop: ["linux chrome", "isLin", "nightMode night_mode", "fancy"],
    ankidroid: ["mobile android linux js", "", "night_mode nightMode ankidroid_dark_mode", "chrome"],
    ankimobile: ["mobile ios iphone", "", "nightMode", ""],
  };
  var typed = "", sound = null, mathjax = null, last = Promise.resolve();

  // Here the browser's own throws; a choice card would forget between its sides what was chosen.
  function standIn() {
    var held = new Map();
    return {
      getItem: function (key) { return held.has(String(key)) ? held.get(String(key)) : null; },
      setItem: function (key, value) { held.set(String(key), String(value)); },
      removeItem: function (key) { held.delete(String(key)); },
      clear: function () { held.clear(); },
      key: function (at) { return Array.from(held.keys())[at] || null; },
      get length() { return held.size; },
    };
  }
  ["sessionStorage", "localStorage"].forEach(function (name) {
    Object.defineProperty(window, name, { value: standIn() });
  });

  function told(message) {
    window.parent.postMessage(message, ours);
  }

  function dress(wanted) {
    var names = CLIENTS[wanted.client] || CLIENTS.desktop;
    Object.keys(CLIENTS).forEach(function (name) {
      document.getElementById(name).disabled = name !== wanted.client;
    });
    var root = document.documentElement;
    root.className = names[0] + (wanted.isNight ? " night-mode" : "");
    root.setAttribute("data-bs-theme", wanted.isNight ? "dark" : "light");
    document.body.className = ["card card" + Number(wanted.number), names[1], wanted.isNight ? names[2] : "", names[3]]
      .filter(Boolean).join(" ");
  }

  function place(wanted) {
    var within = document.body;
    within.textContent = "";
    if (wanted.client === "ankidroid") {
      within = within.appendChild(document.createElement("div"));
      within.id = "content";
      within.dir = "auto";
    }
    var qa = within.appendChild(document.createElement("div"));
    qa.id = "qa";
    qa.dir = "auto";
    qa.innerHTML = wanted.html;
    var style = document.createElement("style");
    style.textContent = wanted.css;
    qa.prepend(style);
    return qa;
  }

  // As in Anki, the scripts of a side run each time it is shown.
  function runScripts(qa) {
    qa.querySelectorAll("script").forEach(function (old) {
      var made = document.createElement("script");
      Array.from(old.attributes).forEach(function (each) { made.setAttribute(each.name, each.value); });
      made.textContent = old.textContent;
      old.replaceWith(made);
    });
  }

  function ask(wanted) {
    document.querySelectorAll("#obverse-typed").forEach(function (spot) {
      // Around it are the elements that Anki puts there.
      if (wanted.isAnswer) { around("div", spot, compared(wanted.typed)); return; }
      var input = document.createElement("input");
      input.type = "text";
      input.id = "typeans";
      input.setAttribute("aria-label", "Your answer");
      input.autocomplete = "off";
      input.addEventListener("input", function () { typed = input.value; });
      around("center", spot, input);
    });
    if (!wanted.isAnswer) typed = "";
  }

  function around(name, spot, made) {
    var outer = document.createElement(name);
    outer.append(made);
    spot.replaceWith(outer);
  }

  function span(name, text) {
    var made = document.createElement("span");
    made.className = name;
    made.textContent = text;
    return made;
  }

  // What was typed above what is right, by their longest common letters.
  function compared(text) {
    var right = Array.from(new DOMParser().parseFromString(text, "text/html").body.textContent.trim());
    var given = Array.from(typed.trim()), code = document.createElement("code"), i, j;
    code.id = "typeans";
    if (!given.length) { code.append(right.join("")); return code; }
    if (given.join("") === right.join("")) { code.append(span("typeGood", right.join(""))); return code; }
    var table = given.concat([0]).map(function () { return new Array(right.length + 1).fill(0); });
    for (i = given.length - 1; i >= 0; i--) {
      for (j = right.length - 1; j >= 0; j--) {
        table[i][j] = given[i] === right[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
      }
    }
    var above = [], below = [];
    for (i = j = 0; i < given.length || j < right.length;) {
      if (i < given.length && j < right.length && given[i] === right[j]) {
        above.push(span("typeGood", given[i++]));
        below.push(span("typeGood", right[j++]));
      } else if (j >= right.length || (i < given.length && table[i + 1][j] >= table[i][j + 1])) {
        above.push(span("typeBad", given[i++]));
      } else {
        below.push(span("typeMissed", right[j++]));
      }
    }
    code.append.apply(code, above.concat([document.createElement("br"), span("typearrow", "↓"), document.createElement("br")], below));
    return code;
  }

  function loadMathjax() {
    if (mathjax) return mathjax;
    window.MathJax = {
      tex: {
        inlineMath: [["\\(", "\\)"]], displayMath: [["\\[", "\\]"]],
        processEscapes: false, processEnvironments: false, processRefs: false,
        packages: { "[+]": ["noerrors", "mathtools", "mhchem"], "[-]": ["textmacros"] },
      },
      loader: { load: ["[tex]/noerrors", "[tex]/mathtools", "[tex]/mhchem"] },
      startup: { typeset: false },
    };
    mathjax = new Promise(function (resolve) {
      var script = document.createElement("script");
      script.src = "/mathjax/tex-chtml-full.js";
      script.onload = function () { window.MathJax.startup.promise.then(function () { resolve(true); }); };
      script.onerror = function () { mathjax = null; told({ kind: "no-mathjax" }); resolve(false); };
      document.head.append(script);
    });
    return mathjax;
  }

  function typeset(qa) {
    if (!/\\\(|\\\[/.test(qa.textContent)) return Promise.resolve();
    return loadMathjax().then(function (isThere) {
      if (!isThere || !qa.isConnected) return null;
      window.MathJax.typesetClear();
      return window.MathJax.typesetPromise([qa]);
    });
  }

  function show(wanted) {
    var y = window.scrollY;
    document.documentElement.removeAttribute("data-shown");
    dress(wanted);
    var qa = place(wanted);
    ask(wanted);
    runScripts(qa);
    last = last.then(function () { return typeset(qa); }).catch(function () {}).then(function () {
      var answer = wanted.isAnswer && document.getElementById("answer");
      if (answer && !y) answer.scrollIntoView({ block: "nearest" });
      document.documentElement.setAttribute("data-shown", wanted.isAnswer ? "answer" : "question");
    });
  }

  function play(name) {
    if (sound) sound.pause();
    sound = new Audio(/^https?:|^data:/.test(name) ? name : encodeURIComponent(name));
    sound.play().catch(function () {});
  }

  window.addEventListener("message", function (event) {
    if (event.source !== window.parent || event.origin !== ours || !event.data) return;
    if (event.data.kind === "hello") told({ kind: "ready" });
    if (event.data.kind === "show") show(event.data);
    if (event.data.kind === "replay") {
      var button = document.querySelector("[data-sound]");
      if (button) play(button.getAttribute("data-sound"));
    }
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a");
    if (!link) return;
    if (link.hasAttribute("data-sound")) play(link.getAttribute("data-sound"));
    if (!/^#./.test(link.getAttribute("href") || "")) event.preventDefault();
  });
  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    var isWriting = event.target.closest("input, textarea, select, [contenteditable]");
    if (isWriting && event.key !== "Enter") return;
    if (event.key === " ") event.preventDefault();
    told({ kind: "key", key: event.key });
  });
  told({ kind: "ready" });
})();
