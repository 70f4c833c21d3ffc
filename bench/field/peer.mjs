// A Node service that stores each fix with an INSERT of its own, each its own transaction, with sixteen connections at once. It has no
// HTTP, no session, no filter: only what such a service can't do without.
import pg from 'pg';

const CONNECTIONS = 16;
const INSERT = { name: 'fix', text: 'insert into trail_fix (account_id, at, lon_e7, lat_e7, accuracy_dm) values ($1, $2, $3, $4, $5)' };

/** Points a second. */
export async function insertOneByOne(city, rows) {
  const { env } = city.door('gezhi_admin');
  const pool = new pg.Pool({ host: env.PGHOST, port: Number(env.PGPORT), user: env.PGUSER, password: env.PGPASSWORD, database: env.PGDATABASE, max: CONNECTIONS });
  let next = 0;
  const lane = async (count) => {
    while (next < count) {
      const row = rows[next];
      next += 1;
      await pool.query({ ...INSERT, values: row });
    }
  };
  const all = (count) => Promise.all(Array.from({ length: CONNECTIONS }, () => lane(count)));
  try {
    // Connections and plans are made before the clock runs.
    await all(Math.min(500, rows.length >> 2));
    const warm = next;
    const began = performance.now();
    await all(rows.length);
    return (rows.length - warm) / ((performance.now() - began) / 1000);
  } finally {
    await pool.end();
  }
}
