// A gain where scripts run, and no loss where they do not: the options of a choice card are
// shuffled (the same on both sides, anew each day), and a tap, a key from 1 to 9, or the space
// bar on the one in focus chooses one. The answer holds the question's page with this script in
// it: what was done to a list once is not done again.
(function () {
  var DAY = Math.floor(Date.now() / 864e5);
  var isHeld = window.obverseChosen;
  var held = window.obverseChosen = isHeld || {};

  function digest(text) {
    var state = 0;
    for (var i = 0; i < text.length; i++) state = (state * 31 + text.charCodeAt(i)) >>> 0;
    return state;
  }

  function shuffle(list, options) {
    var state = (DAY * 2654435761 + digest(list.getAttribute("data-shuffle"))) >>> 0;
    function random(below) {
      state = (state * 1664525 + 1013904223) >>> 0;
      return Math.floor((state / 4294967296) * below);
    }
    var order = options.slice();
    for (var i = order.length - 1; i > 0; i--) {
      var j = random(i + 1), other = order[i];
      order[i] = order[j];
      order[j] = other;
    }
    order.forEach(function (option) { list.appendChild(option); });
  }

  // What was chosen is kept under the card's own key, which is its question: both sides have it.
  function keyOf(list) {
    var card = list.closest(".answer") || list.closest(".obverse");
    var title = card.querySelector(".title") || card;
    var key = title.getAttribute("data-key") ||
      "obverse-chosen-" + digest(title.textContent.replace(/\s+/g, " ").trim());
    title.setAttribute("data-key", key);
    return key;
  }

  // Where a client gives no storage, or is not let write into it, the page itself remembers.
  function store(key, value) {
    held[key] = value;
    try { sessionStorage.setItem(key, JSON.stringify(value)); } catch (error) { /* see `held` */ }
  }

  function stored(key) {
    try {
      return JSON.parse(sessionStorage.getItem(key)) || held[key] || [];
    } catch (error) {
      return held[key] || [];
    }
  }

  function tick(option, isChosen) {
    var box = option.querySelector("input");
    option.classList.toggle("chosen", isChosen);
    if (box) box.checked = isChosen || option.classList.contains("right");
  }

  function choosable(list, options, key) {
    store(key, []);
    list.setAttribute("role", "group");
    list.setAttribute("data-choosing", "");
    options.forEach(function (option) {
      var box = option.querySelector("input");
      if (box) box.setAttribute("aria-hidden", "true");
      option.classList.add("tappable");
      option.setAttribute("role", "checkbox");
      option.setAttribute("aria-checked", "false");
      option.setAttribute("tabindex", "0");
      option.addEventListener("click", function (event) {
        if (event.target.closest("a")) return;
        var isChosen = !option.classList.contains("chosen");
        tick(option, isChosen);
        option.setAttribute("aria-checked", String(isChosen));
        store(key, options.map(function (each) { return each.classList.contains("chosen"); }));
      });
    });
  }

  // One listener for all cards: on the desktop the page stays and only what is in it changes.
  function onKey(event) {
    var list = document.querySelector(".obverse .options[data-choosing]");
    var target = event.target;
    if (!list || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable) return;
    var isPress = event.key === " " || event.key === "Enter";
    var option = isPress && target.getAttribute && target.getAttribute("role") === "checkbox"
      ? target : /^[1-9]$/.test(event.key) ? list.children[event.key - 1] : null;
    if (!option) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) option.click();
  }

  if (!isHeld) document.addEventListener("keydown", onKey, true);
  Array.prototype.forEach.call(document.querySelectorAll(".obverse .options"), function (list) {
    var options = Array.prototype.slice.call(list.children);
    if (list.hasAttribute("data-ready")) return;
    var key = keyOf(list);
    list.setAttribute("data-ready", "");
    if (list.hasAttribute("data-shuffle")) shuffle(list, options);
    if (!list.closest(".answer")) choosable(list, options, key);
    else stored(key).forEach(function (isChosen, i) {
      if (isChosen && options[i]) tick(options[i], true);
    });
  });
})();
