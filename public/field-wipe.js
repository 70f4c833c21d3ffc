// On the page to log in: nobody is logged in, so nothing is kept for looking up. What waits to be sent stays, sealed, for its account.
"use strict";
if (self.fieldStore?.works) self.fieldStore.wipe().catch(() => {});
