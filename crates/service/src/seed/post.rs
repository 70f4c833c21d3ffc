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
        for (role, zh, en) in CITY_WIDE {
            posts.push(post(county, role, *root, format!("{name}{zh}"), format!("{name} {en}"), true));
        }
    }
    if let Some((community, name)) = areas.iter().find(|(area, _)| area.level() == Level::Community) {
        let (zh, en) = (format!("{name}网格指导员"), format!("{name} grid instructor"));
        posts.push(post(county, Role::GridLeader, *community, zh, en, true));
        let (zh, en) = (format!("{name}志愿者"), format!("{name} volunteer"));
        // They serve all over the street.
        let street = community.parent().unwrap_or(*community);
        posts.push(post(county, Role::Volunteer, street, zh, en, true));
    }
    posts.extend(administrators(county, true));
    posts
}

/// Posts for the whole city that a demo city has besides the command centre.
const CITY_WIDE: [(Role, &str, &str); 3] = [
    (Role::Department, "城市管理局", "city management bureau"),
    (Role::Supervision, "督查办", "supervision office"),
    (Role::Wall, "大屏", "wall screen"),
];

/// The three administrators of a city: nobody else can make accounts, give posts, or read the trail.
pub fn administrators(county: County, is_demo: bool) -> [NewPost; 3] {
    let roles = [
        (Role::SystemAdmin, "系统管理员", "System administrator", "admin"),
        (Role::SecurityAdmin, "安全管理员", "Security administrator", "security"),
        (Role::AuditAdmin, "审计管理员", "Audit administrator", "audit"),
    ];
    roles.map(|(role, zh, en, login)| {
        let mut new = post(county, role, Area::city(county), zh.to_owned(), en.to_owned(), is_demo);
        // Login names are unique in the database; only the served city's own administrators have the short ones.
        new.login = if is_demo { format!("demo-{login}") } else { format!("{login}-{}", county.code()) };
        new
    })
}

fn command_centre(county: County, name: &str) -> NewPost {
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

/// A serial that stays the same when the city is sown again: the area's nine digits, and some billions more for roles
/// that share an area with another.
fn serial(role: Role, area: Area) -> u64 {
    let below_county = (area.code() % 1_000_000_000) as u64;
    let billions = match role {
        Role::GridWorker | Role::Community | Role::Street | Role::City => 0,
        Role::Wall => 1,
        Role::Department => 2,
        Role::Supervision => 3,
        Role::GridLeader => 4,
        Role::SystemAdmin => 5,
        Role::SecurityAdmin => 6,
        Role::AuditAdmin => 7,
        Role::Volunteer => 8,
    };
    billions * 1_000_000_000 + below_county
}

/// The street whose posts may be tried by anybody.
pub fn first_street(county: County) -> Option<Area> {
    Area::city(county).child(1)
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
        let mut expected: Vec<_> = Role::ALL.iter().map(|(_, slug)| *slug).collect();
        let mut found = roles.clone();
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected);
        assert!(posts.iter().all(|post| post.is_demo));
        let ids: std::collections::BTreeSet<_> = posts.iter().map(|post| post.row.post).collect();
        assert_eq!(ids.len(), posts.len());
    }
}
