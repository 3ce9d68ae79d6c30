/**
 * Turns whatever a wire adapter, an Apex call or JavaScript reported into sentences.
 * The shapes are those of the LWC guide, "Handle Errors in Lightning Data Service":
 * `body` is a list (UI API reads), an object with `message` (Apex), or an object with `pageErrors`,
 * `fieldErrors` and `output.errors` (DML).
 *
 * @param {unknown} error one error or a list of errors; empty values are ignored
 * @returns {string[]} every distinct message in the order reported; empty when nothing readable was found
 */
export function reduceErrors(error) {
  const errors = Array.isArray(error) ? error : [error];
  const messages = errors.flatMap(messagesOf).map((message) => message.trim());
  return [...new Set(messages.filter(Boolean))];
}

/**
 * @param {any} error
 * @returns {string[]}
 */
function messagesOf(error) {
  if (typeof error === 'string') {
    return [error];
  }
  const body = error?.body;
  if (typeof body === 'string') {
    return [body];
  }
  if (Array.isArray(body)) {
    return body.map(messageOf);
  }
  const fromBody = body ? messagesOfBody(body) : [];
  if (fromBody.length > 0) {
    return fromBody;
  }
  return [messageOf(error) || messageOf({ message: error?.statusText })];
}

/**
 * @param {any} body
 * @returns {string[]}
 */
function messagesOfBody(body) {
  const fieldErrors = [body.fieldErrors, body.output?.fieldErrors].flatMap((byField) => Object.values(byField ?? {}));
  const lists = [body.pageErrors, body.output?.errors, ...fieldErrors];
  const messages = lists.flatMap((list) => (Array.isArray(list) ? list.map(messageOf) : []));
  return messages.length > 0 ? messages : [messageOf(body)].filter(Boolean);
}

/**
 * @param {any} holder
 * @returns {string}
 */
function messageOf(holder) {
  return typeof holder?.message === 'string' ? holder.message : '';
}
