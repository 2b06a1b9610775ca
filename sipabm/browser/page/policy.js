/** Policy: levers alone and together, who pays and who gains, and how sure that is. */

import { element } from "./elements.js";

/** Return the view of a policy team. */
export function policy(page) {
  return { node: element("main", { id: "main", tabindex: -1 }), update: () => {} };
}
