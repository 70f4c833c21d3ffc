//! Where a sealed value belongs.

/// Table, column and row: a value opens nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The table's name.
    pub table: &'static str,
    /// The column's name.
    pub column: &'static str,
    /// The row's id.
    pub row: i64,
}

impl Place {
    /// The bytes that are authenticated with the value. The names hold no zero, so no two places share them.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.table.as_bytes());
        out.push(0);
        out.extend_from_slice(self.column.as_bytes());
        out.push(0);
        out.extend_from_slice(&self.row.to_be_bytes());
    }
}
