//! Every server function, called as every role.
