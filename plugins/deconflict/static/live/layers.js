// What can be switched on the live map: groups of shapes and labels, each with a check box.
"use strict";
DECONFLICT_LIVE.layers = () => {
  const groups = new Map(), without = new Set(), listeners = [];
  const apply = (key) => groups.get(key).nodes.forEach((node) => node.classList.toggle("map-off", without.has(key)));
  return {
    groups,
    without,
    off: (key) => without.has(key),
    add(key, label, nodes) {
      if (!key) return;
      if (!groups.has(key)) groups.set(key, { label, nodes: [] });
      groups.get(key).nodes.push(...nodes);
      apply(key);
    },
    changed: (act) => listeners.push(act),
    set(keys) {
      without.clear();
      for (const key of keys) if (groups.has(key)) without.add(key);
      for (const key of groups.keys()) apply(key);
      for (const act of listeners) act();
    },
  };
};
