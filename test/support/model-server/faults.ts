/** What goes wrong on the wire, each as a fault of the model server. */
import type { Fault } from './server.ts';
import { sendJson } from './server.ts';

export const status =
  (code: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Fault =>
  (response) =>
    sendJson(response, code, body, headers);

/** A page of a proxy in between. */
export const html: Fault = (response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body><h1>Welcome to nginx!</h1></body></html>');
};

/** Says that it is JSON, and is not. */
export const notJson: Fault = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('<html>Bad gateway</html>');
};

/** The body ends before its length. */
export const cut: Fault = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
  response.write('{"id":"chatcmpl-1","choices":[{"mess', () => response.destroy());
};

/** The connection is reset before any answer. */
export const reset: Fault = (response) => {
  response.socket?.resetAndDestroy();
};

export const redirect: Fault = (response) => {
  response.writeHead(302, { location: '/elsewhere' }).end();
};

/** Never ends. */
export const drip: Fault = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
};

/** Takes the request and says nothing. */
export const silence: Fault = () => {};
