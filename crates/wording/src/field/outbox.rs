//! Words of what waits to be sent and of its conflicts.

use crate::table::words;

words! {
    /// Words of what waits to be sent and of its conflicts.
    OutboxWord:

    Outbox: "待上传", "Waiting to be sent";
}
