//! The HTTP part of the process `gezhi`: routes, layers, forms, live stream. Stub.
