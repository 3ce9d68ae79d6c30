/**
 * `/cometd/<version>`: the part of the Bayeux protocol that the CLI's Apex commands use (reference/wire.md §7.4). Without
 * it `sf apex get test` would wait for ever.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { NotImplementedError, PlatformError } from '../../data/types.ts';
import type { ServerContext } from '../context.ts';
import type { Topics } from './topics.ts';

export const TEST_RESULT_TOPIC = '/systemTopic/TestResult';
const TOPICS = [TEST_RESULT_TOPIC, '/systemTopic/Logging'];

interface Message {
  id?: string;
  channel?: string;
  clientId?: string;
  subscription?: string;
  advice?: { timeout?: number };
}

export function registerCometd(app: FastifyInstance, context: ServerContext, topics: Topics): void {
  for (const url of ['/cometd/:version', '/cometd/:version/:kind']) {
    // The client first tries a web socket; anything but 101 makes it poll.
    app.get(url, () => {
      throw new NotImplementedError('Streaming by web socket (use long polling)');
    });
    app.post(url, (request) => answerAll(request, context, topics));
  }
  app.addHook('preClose', async () => topics.releaseAll());
}

async function answerAll(request: FastifyRequest, context: ServerContext, topics: Topics): Promise<object[]> {
  const { userId } = context.requireSession(request);
  const messages: unknown[] = Array.isArray(request.body) ? request.body : [request.body];
  const answers: object[] = [];
  for (const message of messages) {
    if (typeof message !== 'object' || message === null)
      throw new PlatformError('JSON_PARSER_ERROR', 'A Bayeux request is a list of messages.');
    answers.push(...(await answer(message as Message, userId, topics)));
  }
  return answers;
}

async function answer(message: Message, userId: string, topics: Topics): Promise<object[]> {
  const { id, channel = '', clientId = '' } = message;
  const reply = (values: object): object[] => [{ id, channel, clientId, ...values }];
  const unknownClient = {
    successful: false,
    error: '403::Unknown client',
    advice: { interval: 0, reconnect: 'handshake' },
  };
  switch (channel) {
    case '/meta/handshake':
      return reply({
        clientId: topics.open(userId),
        version: '1.0',
        minimumVersion: '1.0',
        successful: true,
        supportedConnectionTypes: ['long-polling'],
      });
    case '/meta/connect': {
      const events = await topics.take(clientId, userId, message.advice?.timeout !== 0);
      return events
        ? [...events, ...reply({ successful: true, advice: { interval: 0, timeout: 110_000, reconnect: 'retry' } })]
        : reply(unknownClient);
    }
    case '/meta/subscribe': {
      const subscription = message.subscription ?? '';
      if (!TOPICS.includes(subscription))
        return reply({
          subscription,
          successful: false,
          error: `404::The channel ${subscription} does not exist in the embedded org.`,
        });
      return reply(
        topics.subscribe(clientId, userId, subscription)
          ? { subscription, successful: true }
          : { subscription, ...unknownClient },
      );
    }
    case '/meta/unsubscribe':
      return reply({ subscription: message.subscription, successful: true });
    case '/meta/disconnect':
      return reply({ successful: topics.close(clientId, userId) });
    default:
      return reply({ successful: false, error: `405::Publishing to ${channel} is not allowed` });
  }
}
