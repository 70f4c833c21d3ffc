// Open wishes as points of a map, each a link to its page. Without this script the board lists the same.
"use strict";
(() => {
  async function enhance(place) {
    const status = place.querySelector("[role=status]");
    try {
      const answer = await fetch(place.dataset.wishMap, { headers: { accept: "application/json" } });
      if (!answer.ok || !window.L) throw new Error(String(answer.status));
      const open = await answer.json();
      if (open.length === 0) return;
      status.remove();
      const map = window.L.map(place, { attributionControl: false, maxZoom: 18 });
      for (const wish of open) {
        const link = document.createElement("a");
        link.href = `/wishes/${encodeURIComponent(wish.wish)}`;
        link.textContent = wish.title;
        window.L.circleMarker([wish.lat, wish.lon], { radius: 10 }).bindPopup(link).addTo(map);
      }
      map.fitBounds(open.map(({ lat, lon }) => [lat, lon]), { maxZoom: 16, padding: [24, 24] });
    } catch {
      status.textContent = place.dataset.wordFailed;
    }
  }

  document.querySelectorAll("[data-wish-map]").forEach(enhance);
})();
