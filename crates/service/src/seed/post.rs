//! Accounts and posts of a made-up city: one worker per grid, and one post per level above.

use domain::actor::Role;
use domain::area::{Area, County, Level};
use domain::id::{AccountId, PostId};
use store::seed::GridRow;
use store::session::{NewPost, PostRow};

/// One post per area above the grids, one worker per grid, and a wall screen. The first of each level may be tried by anybody.
pub fn posts(county: County, areas: &[(Area, String)], grids: &[GridRow]) -> Vec<NewPost> {
    let mut posts = Vec::new();
    for (area, name) in areas {
        let (role, en) = match area.level() {
            Level::City => {
                posts.push(command_centre(county, name));
                continue;
            }
            Level::Street => (Role::Street, "street office"),
            _ => (Role::Community, "community office"),
        };
        posts.push(post(county, role, *area, name.clone(), format!("{name} {en}"), is_first(*area)));
    }
    let first = grids.first().map(|grid| grid.area);
    for grid in grids {
        let Some(area) = Area::new_checked(grid.area) else { continue };
        let (zh, en) = (format!("{}网格员", grid.name), format!("{} grid worker", grid.name));
        posts.push(post(county, Role::GridWorker, area, zh, en, Some(grid.area) == first));
    }
    if let Some((root, name)) = areas.first() {
        posts.push(post(county, Role::Wall, *root, format!("{name}大屏"), format!("{name} wall screen"), true));
    }
    posts
}

/// The command centre's post: the one that a city without made-up people has, so that its map can be opened.
pub fn command_centre(county: County, name: &str) -> NewPost {
    let (zh, en) = (format!("{name}指挥中心"), format!("{name} command centre"));
    post(county, Role::City, Area::city(county), zh, en, true)
}

/// Whether an area is the first one on its level: number one all the way up.
fn is_first(area: Area) -> bool {
    area.path().iter().skip(1).all(|step| step.number() == 1)
}

fn post(county: County, role: Role, area: Area, title_zh: String, title_en: String, is_demo: bool) -> NewPost {
    let serial = serial(role, area);
    let row = PostRow {
        post: PostId::new(county, serial),
        account: AccountId::new(county, serial),
        role,
        area,
        title_zh,
        title_en,
    };
    NewPost { row, login: format!("{}-{area}", role.slug()), is_demo }
}

/// A serial that stays the same when the city is sown again: the area's nine digits, and 1 × 10⁹ more for a wall screen.
fn serial(role: Role, area: Area) -> u64 {
    let below_county = (area.code() % 1_000_000_000) as u64;
    match role {
        Role::Wall => 1_000_000_000 + below_county,
        _ => below_county,
    }
}

/// The account of a grid's worker.
pub fn worker(grid: Area) -> AccountId {
    AccountId::new(grid.county(), serial(Role::GridWorker, grid))
}

/// The post that acts for an area in a case's history.
pub fn post_of(area: Area) -> (AccountId, PostId) {
    let serial = serial(Role::Community, area);
    (AccountId::new(area.county(), serial), PostId::new(area.county(), serial))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_can_be_tried_and_no_post_stands_twice() {
        let county = County::new_checked(990_001).unwrap();
        let city = Area::city(county);
        let street = city.child(1).unwrap();
        let community = street.child(1).unwrap();
        let grid = community.child(1).unwrap();
        let areas = [(city, "海兰市".into()), (street, "城东街道".into()), (community, "和平社区".into())];
        let grids = [GridRow { area: grid.code(), name: "和平社区第1网格".into() }];

        let posts = posts(county, &areas, &grids);

        let roles: Vec<_> = posts.iter().map(|post| post.row.role.slug()).collect();
        assert_eq!(roles, ["city", "street", "community", "grid_worker", "wall"]);
        assert!(posts.iter().all(|post| post.is_demo));
        let ids: std::collections::BTreeSet<_> = posts.iter().map(|post| post.row.post).collect();
        assert_eq!(ids.len(), posts.len());
    }
}
