/**
 * The report page and its JSON over HTTP. One {@link org.coursebackup.web.Web} takes every request of the route
 * {@code report} and finds its line in a table of {@link org.coursebackup.web.Endpoint}s; who may do what is decided by
 * {@link org.coursebackup.web.Access}.
 *
 * <p>Vert.x Web's own handlers are not used for it: its CSRFHandler refuses every POST without the token of a page,
 * also those of programs, which log in by HTTP Basic with each request and say X-Requested-With instead; its
 * SessionHandler and FormLoginHandler count by the server's timers instead of the clock passed in; and none of them
 * knows a reader who needs no login because of where the request comes from. Being handlers of the server, they would
 * also decide before the route does, so that nobody could see it in the route file.
 */
package org.coursebackup.web;
