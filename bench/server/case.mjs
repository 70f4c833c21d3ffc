// Cases that the command centre can accept, and how the map page's form does it.

/** So many cases about households made red and the command centre's own: `[id, version]`. */
export function openCases(city, count) {
  return city.rows(`
    update case_file
    set light = 1, phase = 'waiting', in_pool = false, holder = area - area % 1000000000, sender = null, asked = null, asked_days = null,
      is_checked = false, finished_by = null, paused_at = null, finished_at = null, closed_at = null
    where id in (
      select id from case_file
      where dwelling_id is not null and merged_into is null
        and not (light = 2 and holder = area - area % 1000000000)
      order by light, id limit ${count}
    )
    returning id, version`);
}

/** Accepts a case. Answers with the status. */
export async function step(city, cookie, [id, version]) {
  const origin = `http://127.0.0.1:${city.port}`;
  const body = new URLSearchParams({ case: id, version, step: 'accept', back: '/map' });
  const response = await fetch(`${origin}/form/case-step`, { method: 'POST', body, redirect: 'manual', headers: { cookie, origin, 'sec-fetch-site': 'same-origin' } });
  await response.arrayBuffer();
  return response.status;
}
