/** What every route and every page answers to everybody, written by hand. */

export const ASKERS = ['none', 'wrong', 'revoked', 'expired', 'other', 'own', 'reader', 'operator', 'admin', 'token', 'roleless'] as const;
export type Asker = (typeof ASKERS)[number];

/**
 * A client's own job is 200 to it and 404 to another client. `other` and `own` are keys of role client; `token` is a JWT of the issuer for the
 * client of `own`, `roleless` one with a role claim that is mapped to nothing.
 */
const EXPECTED = `
                                                none wrong revoked expired other own reader operator admin    token roleless
GET /jobs                                       401  401   401     401     200   200 200    200      200      200   403
POST /jobs                                      401  401   401     401     403   201 403    201      201      201   403
POST /jobs/batch                                401  401   401     401     403   201 403    201      201      201   403
GET /v1/batches/{batch_id}                      401  401   401     401     404   200 200    200      200      200   403
GET /v1/batches/{batch_id}/events               401  401   401     401     404   200 200    200      200      200   403
POST /v1/batches/{batch_id}/cancel              401  401   401     401     404   200 403    200      200      200   403
GET /jobs/{job_id}                              401  401   401     401     404   200 200    200      200      200   403
GET /clients/{client_id}/jobs/{request_id}      401  401   401     401     404   200 200    200      200      200   403
POST /v1/jobs/cancel                            401  401   401     401     200   200 403    200      200      200   403
POST /v1/jobs/resubmit                          401  401   401     401     200   200 403    200      200      200   403
POST /v1/jobs/redeliver                         401  401   401     401     200   200 403    200      200      200   403
POST /v1/files                                  401  401   401     401     403   200 403    200      200      200   403
GET /v1/files/{file_id}                         401  401   401     401     404   200 200    200      200      200   403
DELETE /v1/files/{file_id}                      401  401   401     401     404   409 403    409      409      409   403
POST /jobs/{job_id}/cancel                      401  401   401     401     404   200 403    200      200      200   403
DELETE /v1/jobs/{job_id}                        401  401   401     401     404   204 403    204      204      204   403
DELETE /v1/clients/{client_id}                  401  401   401     401     403   403 403    403      200      403   403
POST /v1/jobs/{job_id}/review                   401  401   401     401     404   200 403    200      200      200   403
GET /v1/reviews                                 401  401   401     401     200   200 200    200      200      200   403
POST /jobs/{job_id}/resubmit                    401  401   401     401     404   201 403    201      201      201   403
GET /jobs/{job_id}/events                       401  401   401     401     404   200 200    200      200      200   403
GET /jobs/{job_id}/pages/{image}                401  401   401     401     404   200 200    200      200      200   403
GET /v1/jobs/{job_id}/documents/{index}         401  401   401     401     404   200 200    200      200      200   403
GET /jobs/{job_id}/callbacks                    401  401   401     401     404   200 200    200      200      200   403
POST /jobs/{job_id}/callbacks/redeliver         401  401   401     401     404   202 403    202      202      202   403
GET /callbacks                                  401  401   401     401     200   200 200    200      200      200   403
GET /callbacks/{callback_id}                    401  401   401     401     404   200 200    200      200      200   403
POST /callbacks/redeliver                       401  401   401     401     403   403 403    202      202      403   403
GET /endpoints                                  401  401   401     401     200   200 200    200      200      200   403
POST /endpoints/pause                           401  401   401     401     403   403 403    200      200      403   403
POST /endpoints/resume                          401  401   401     401     403   403 403    200      200      403   403
GET /v1/subscriptions                           401  401   401     401     200   200 200    200      200      200   403
POST /v1/subscriptions                          401  401   401     401     403   201 403    201      201      201   403
GET /v1/subscriptions/{subscription_id}         401  401   401     401     404   200 200    200      200      200   403
PATCH /v1/subscriptions/{subscription_id}       401  401   401     401     404   200 403    200      200      200   403
DELETE /v1/subscriptions/{subscription_id}      401  401   401     401     404   204 403    204      204      204   403
POST /v1/subscriptions/{subscription_id}/test   401  401   401     401     404   202 403    202      202      202   403
GET /clients/{client_id}/secrets                401  401   401     401     404   200 200    200      200      200   403
POST /clients/{client_id}/secrets               401  401   401     401     403   403 403    201      201      403   403
POST /clients/{client_id}/secrets/{secret_id}/revoke
                                                401  401   401     401     403   403 403    404      404      403   403
GET /use-cases                                  401  401   401     401     200   200 200    200      200      200   403
GET /use-cases/{name}                           401  401   401     401     200   200 200    200      200      200   403
PUT /v1/use-cases/{name}                        401  401   401     401     403   403 403    201      200      403   403
GET /v1/use-cases/{name}/versions               401  401   401     401     200   200 200    200      200      200   403
GET /v1/use-cases/{name}/versions/{version}     401  401   401     401     200   200 200    200      200      200   403
POST /v1/use-cases/{name}/retire                401  401   401     401     403   403 403    200      200      403   403
GET /v1/keys                                    401  401   401     401     403   403 403    403      200      403   403
POST /v1/keys                                   401  401   401     401     403   403 403    403      201      403   403
POST /v1/keys/{key_id}/rotate                   401  401   401     401     403   403 403    403      201      403   403
POST /v1/keys/{key_id}/revoke                   401  401   401     401     403   403 403    403      200      403   403
GET /v1/audit                                   401  401   401     401     403   403 403    403      200      403   403
GET /v1/pauses                                  401  401   401     401     200   200 200    200      200      200   403
PUT /v1/pauses/{kind}/{name}                    401  401   401     401     403   403 403    200      200      403   403
DELETE /v1/pauses/{kind}/{name}                 401  401   401     401     403   403 403    204      404      403   403
GET /v1/workers                                 401  401   401     401     403   403 200    200      200      403   403
GET /v1/filters                                 401  401   401     401     200   200 200    200      200      200   403
PUT /v1/filters/{name}                          401  401   401     401     200   200 200    200      200      200   403
DELETE /v1/filters/{name}                       401  401   401     401     204   204 204    204      204      204   403
GET /livez                                      200  200   200     200     200   200 200    200      200      200   200
GET /readyz                                     200  200   200     200     200   200 200    200      200      200   200
GET /healthz                                    200  200   200     200     200   200 200    200      200      200   200
GET /metrics                                    401  401   401     401     403   403 200    200      200      403   403
GET /openapi.json                               200  200   200     200     200   200 200    200      200      200   200
GET /                                           302  302   302     302     302   302 302    302      302      302   302
GET /docs                                       200  200   200     200     200   200 200    200      200      200   200
GET /docs/problems/:kind                        200  200   200     200     200   200 200    200      200      200   200
GET /docs/guide                                 200  200   200     200     200   200 200    200      200      200   200
GET /docs/guide/:name                           200  200   200     200     200   200 200    200      200      200   200
GET /docs/guide/screenshots/:name               200  200   200     200     200   200 200    200      200      200   200
GET /ui                                         303  401   401     401     200   200 302    200      200      200   403
GET /ui/sign-in                                 200  200   200     200     200   200 200    200      200      200   200
POST /ui/sign-in                                401  401   401     401     401   401 401    401      401      401   401
GET /ui/sign-in/oidc                            303  303   303     303     303   303 303    303      303      303   303
GET /ui/sign-in/oidc/done                       403  403   403     403     403   403 403    403      403      403   403
POST /ui/theme                                  303  303   303     303     303   303 303    303      303      303   303
POST /ui/language                               303  303   303     303     303   303 303    303      303      303   303
POST /ui/sign-out                               303  303   303     303     303   303 303    303      303      303   303
GET /ui/sign-out/oidc                           303  303   303     303     303   303 303    303      303      303   303
GET /ui/submit                                  302  302   302     302     302   302 302    302      302      302   302
POST /ui/submit                                 303  401   401     401     403   303 403    303      303      303   403
GET /ui/jobs                                    303  401   401     401     200   200 200    200      200      200   403
GET /ui/to-check                                303  401   401     401     200   200 403    200      200      200   403
GET /ui/jobs.csv                                303  401   401     401     200   200 200    200      200      200   403
GET /ui/jobs.xlsx                               303  401   401     401     200   200 200    200      200      200   403
GET /ui/jobs/:job_id/result.csv                 303  401   401     401     404   200 200    200      200      200   403
GET /ui/jobs/:job_id/result.json                303  401   401     401     404   200 200    200      200      200   403
GET /ui/batch                                   303  401   401     401     200   200 200    200      200      200   403
GET /ui/jobs/bulk                               302  302   302     302     302   302 302    302      302      302   302
POST /ui/jobs/bulk                              303  401   401     401     200   200 403    200      200      200   403
GET /ui/jobs/:job_id                            303  401   401     401     404   200 200    200      200      200   403
GET /ui/jobs/:job_id/viewer                     303  401   401     401     404   200 200    200      200      200   403
POST /ui/jobs/:job_id/cancel                    303  401   401     401     303   303 403    303      303      303   403
GET /ui/review                                  303  401   401     401     303   303 403    303      303      303   403
GET /ui/jobs/:job_id/review                     303  401   401     401     404   200 403    200      200      200   403
POST /ui/jobs/:job_id/review                    303  401   401     401     404   303 403    303      303      303   403
POST /ui/jobs/:job_id/resubmit                  303  401   401     401     404   303 403    303      303      303   403
POST /ui/jobs/:job_id/redeliver                 303  401   401     401     303   303 403    303      303      303   403
GET /ui/callbacks                               303  401   401     401     200   200 200    200      200      200   403
POST /ui/callbacks/:act{pause|resume}           303  401   401     401     403   403 403    303      303      403   403
GET /ui/callbacks/redeliver                     303  401   401     401     403   403 403    422      422      403   403
POST /ui/callbacks/redeliver                    303  401   401     401     403   403 403    303      303      403   403
POST /ui/pauses/:act{pause|resume}              303  401   401     401     403   403 403    303      303      403   403
POST /ui/filters                                303  401   401     401     303   303 303    303      303      303   403
POST /ui/filters/forget                         303  401   401     401     303   303 303    303      303      303   403
GET /ui/health                                  303  401   401     401     403   403 200    200      200      403   403
GET /ui/keys                                    303  401   401     401     403   403 403    403      200      403   403
POST /ui/keys                                   303  401   401     401     403   403 403    403      200      403   403
POST /ui/keys/:key_id/:act{rotate|revoke}       303  401   401     401     403   403 403    403      303      403   403
GET /ui/audit                                   303  401   401     401     403   403 403    403      200      403   403
GET /ui/use-cases                               303  401   401     401     200   200 200    200      200      200   403
GET /ui/use-cases/edit                          303  401   401     401     403   403 403    200      200      403   403
POST /ui/use-cases                              303  401   401     401     403   403 403    303      303      403   403
POST /ui/use-cases/retire                       303  401   401     401     403   403 403    303      303      403   403
`;

/** Route → answers, in the order of ASKERS. */
export const TABLE = new Map(
  Array.from(EXPECTED.matchAll(/^((?:GET|POST|PUT|PATCH|DELETE) \S+)\s+(\d[\d ]+)$/gm), ([, route = '', answers = '']) => [
    route,
    answers.trim().split(/\s+/).map(Number),
  ]),
);
