//! Objects outside the database: sealed pictures, in a folder or a bucket, by names that nobody can guess.
//!
//! Not here: which folder or bucket (the process says so), what is sealed with what ([`crate::media`]), which names are in use
//! (`store::media::object`).

use std::sync::Arc;

use bytes::Bytes;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};

use crate::ServiceError;

/// Where objects are kept. Clones share it.
#[derive(Clone, Debug)]
pub struct Objects(Arc<dyn ObjectStore>);

impl Objects {
    /// Keeps objects there.
    pub fn new(kept: Arc<dyn ObjectStore>) -> Self {
        Self(kept)
    }

    /// Keeps objects as long as the process lives: for tests and commands that keep none.
    pub fn in_memory() -> Self {
        Self::new(Arc::new(InMemory::new()))
    }

    /// Writes an object; whoever reads it finds all of it or nothing.
    pub async fn put(&self, name: &str, sealed: Vec<u8>) -> Result<(), ServiceError> {
        let payload = PutPayload::from_bytes(Bytes::from(sealed));
        self.0.put(&Path::from(name), payload).await.map_err(ServiceError::internal)?;
        Ok(())
    }

    /// Reads an object; nothing when there is none.
    pub async fn get(&self, name: &str) -> Result<Option<Vec<u8>>, ServiceError> {
        let found = match self.0.get(&Path::from(name)).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(ServiceError::internal(error)),
        };
        Ok(Some(found.bytes().await.map_err(ServiceError::internal)?.to_vec()))
    }

    /// Removes an object; one that is not there is removed already.
    pub async fn remove(&self, name: &str) -> Result<(), ServiceError> {
        match self.0.delete(&Path::from(name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(ServiceError::internal(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_object_is_there_until_it_is_removed_and_removing_it_again_is_no_error() {
        let objects = Objects::in_memory();
        objects.put("990001/a", b"sealed".to_vec()).await.unwrap();

        assert_eq!(objects.get("990001/a").await.unwrap().as_deref(), Some(&b"sealed"[..]));
        assert_eq!(objects.get("990001/b").await.unwrap(), None);
        for _ in 0..2 {
            objects.remove("990001/a").await.unwrap();
        }
        assert_eq!(objects.get("990001/a").await.unwrap(), None);
    }
}
