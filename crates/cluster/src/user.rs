//! Which system user runs PostgreSQL; changes no users.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use crate::ClusterError;

/// The system user that PostgreSQL runs as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerUser {
    name: String,
    uid: u32,
    gid: u32,
    switched: bool,
}

impl ServerUser {
    /// The user to run PostgreSQL: this one, or for root `postgres`, or `nobody` when that does not exist.
    pub fn choose() -> Result<Self, ClusterError> {
        let me = fs::metadata("/proc/self").map_err(crate::error::file_error("read", "/proc/self"))?;
        if me.uid() != 0 {
            return Ok(Self { name: format!("uid {}", me.uid()), uid: me.uid(), gid: me.gid(), switched: false });
        }
        let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
        ["postgres", "nobody"].iter().find_map(|name| parse_user(&users, name)).ok_or(ClusterError::NoServerUser)
    }

    /// The user's name, for messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The user's number.
    pub fn uid(&self) -> u32 {
        self.uid
    }

    /// The user's group.
    pub fn gid(&self) -> u32 {
        self.gid
    }

    /// Prepares a program to run as this user, in a folder that every user can enter.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir("/");
        if self.switched {
            command.uid(self.uid).gid(self.gid).env("HOME", "/");
        }
        command
    }

    /// Whether this user may enter `folder`, by owner, group and mode.
    pub fn can_enter(&self, folder: &fs::Metadata) -> bool {
        let bit = if folder.uid() == self.uid {
            0o100
        } else if folder.gid() == self.gid {
            0o010
        } else {
            0o001
        };
        folder.mode() & bit != 0
    }
}

fn parse_user(passwd: &str, name: &str) -> Option<ServerUser> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next()? != name {
            return None;
        }
        let (uid, gid) = (fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?);
        Some(ServerUser { name: name.to_owned(), uid, gid, switched: true })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_by_whole_name() {
        let passwd = "root:x:0:0:root:/root:/bin/bash\npostgresql:x:5:6::/:/bin/sh\npostgres:x:101:104:PG:/var/lib/postgresql:/bin/bash\n";

        let user = parse_user(passwd, "postgres").unwrap();

        assert_eq!((user.uid(), user.gid()), (101, 104));
    }
}
