//! Queues as offices open them, one look after the other, through the service.

use std::time::Instant;

use bench_city::{City, percentile};
use domain::actor::{Actor, Role};
use domain::case::{Axis, Light, Queue};
use serde_json::{Map, Value, json};

use crate::staff;

/// Posts of each role that look.
const POSTS: i64 = 8;
/// Who looks at red lights in an area of their own.
const ROLES: [Role; 4] = [Role::GridWorker, Role::Community, Role::Street, Role::City];

/// So many looks of each post: milliseconds of red lights in one's area, by role and together, and of the page that a desk opens with.
pub async fn looks(city: &City, rounds: usize) -> anyhow::Result<Value> {
    let mut staff = Vec::new();
    for role in ROLES {
        staff.push((role, staff::some(city, role, POSTS).await?));
    }
    let mut answer = Map::new();
    for (name, asked) in [("red", red as fn() -> Queue), ("mine", Queue::default)] {
        let mut all = Vec::new();
        for (role, actors) in &staff {
            let mut times = times(city, actors, asked, rounds).await?;
            all.extend_from_slice(&times);
            answer.insert(format!("{name}_{}", role.slug()), told(&mut times));
        }
        answer.insert(name.to_owned(), told(&mut all));
    }
    Ok(Value::Object(answer))
}

/// Red lights in one's area.
fn red() -> Queue {
    Queue { axis: Axis::All, light: Some(Light::Red), ..Queue::default() }
}

/// As many looks of each role, however many posts it has.
async fn times(city: &City, actors: &[Actor], asked: fn() -> Queue, rounds: usize) -> anyhow::Result<Vec<f64>> {
    let mut times = Vec::new();
    // The first looks plan their statements.
    for (at, actor) in actors.iter().cycle().take(rounds + rounds / 10).enumerate() {
        let began = Instant::now();
        service::case::queue(&city.service, actor, asked()).await?;
        if at >= rounds / 10 {
            times.push(began.elapsed().as_secs_f64() * 1000.0);
        }
    }
    Ok(times)
}

fn told(times: &mut [f64]) -> Value {
    json!({ "p50_ms": percentile(times, 0.5), "p99_ms": percentile(times, 0.99) })
}
