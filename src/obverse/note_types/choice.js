// A gain where scripts run, and no loss where they do not: the options of a choice card are
// shuffled (the same on both sides, anew each day), and a tap on one chooses it.
(function () {
  var DAY = Math.floor(Date.now() / 864e5);
  var isAnswer = !!document.querySelector(".obverse.answer");

  function random(seed) {
    var state = DAY;
    for (var i = 0; i < seed.length; i++) state = (state * 31 + seed.charCodeAt(i)) >>> 0;
    return function (below) {
      state = (state * 1664525 + 1013904223) >>> 0;
      return Math.floor((state / 4294967296) * below);
    };
  }

  function shuffle(list, options) {
    var next = random(list.getAttribute("data-shuffle"));
    var order = options.slice();
    for (var i = order.length - 1; i > 0; i--) {
      var j = next(i + 1), other = order[i];
      order[i] = order[j];
      order[j] = other;
    }
    order.forEach(function (option) { list.appendChild(option); });
  }

  function stored(value) {
    try {
      if (value !== undefined) sessionStorage.setItem("obverse-chosen", JSON.stringify(value));
      return JSON.parse(sessionStorage.getItem("obverse-chosen") || "[]");
    } catch (error) {
      return [];
    }
  }

  function choose(options) {
    stored([]);
    options.forEach(function (option) {
      option.addEventListener("click", function () {
        option.classList.toggle("chosen");
        stored(options.map(function (each) { return each.classList.contains("chosen"); }));
      });
    });
  }

  Array.prototype.forEach.call(document.querySelectorAll(".obverse .options"), function (list) {
    var options = Array.prototype.slice.call(list.children);
    if (list.hasAttribute("data-shuffle")) shuffle(list, options);
    if (!isAnswer) choose(options);
    else stored().forEach(function (chosen, i) {
      if (chosen && options[i]) options[i].classList.add("chosen");
    });
  });
})();
