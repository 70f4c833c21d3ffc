//! When to stop: Ctrl-C or SIGTERM once to stop cleanly, twice to stop at once.

use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// Open pages hold a live stream that would never end by itself.
pub const GRACE: Duration = Duration::from_secs(3);

/// Tells everybody who holds it that the process is stopping.
#[derive(Debug, Clone)]
pub struct Shutdown(watch::Receiver<bool>);

impl Shutdown {
    /// Listens for the signals of the process.
    pub fn listen() -> Self {
        let (sender, receiver) = watch::channel(false);
        tokio::spawn(async move {
            wait_for_signal().await;
            eprintln!("gezhi: stopping");
            let _nobody_waits = sender.send(true);
            wait_for_signal().await;
            eprintln!("gezhi: stopping at once; the database is left running and will be adopted at the next start");
            std::process::exit(130);
        });
        Self(receiver)
    }

    /// Whether the process was asked to stop.
    pub fn is_asked(&self) -> bool {
        *self.0.borrow()
    }

    /// Ends when the process is asked to stop.
    pub async fn asked(&self) {
        let mut receiver = self.0.clone();
        if receiver.wait_for(|asked| *asked).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

async fn wait_for_signal() {
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut stream) => {
                stream.recv().await;
            }
            Err(_unavailable) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
}
