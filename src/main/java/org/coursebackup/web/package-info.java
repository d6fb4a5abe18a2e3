/**
 * The report page and its JSON over HTTP. One {@link org.coursebackup.web.Web} takes every request of the route
 * {@code report} and finds its entry in a table of {@link org.coursebackup.web.Endpoint}s;
 * {@link org.coursebackup.web.Access} decides who may do what.
 *
 * <p>Vert.x Web's own handlers are not used for it: its CSRFHandler refuses every POST without a page's token, even
 * from programs, which log in by HTTP Basic with each request and send X-Requested-With instead; its SessionHandler and
 * FormLoginHandler use the server's timers instead of the clock passed in; and none of them allows for readers who need
 * no login because of where the request comes from. As handlers of the server they would also decide before the route
 * does, so that the route file would not show it.
 */
package org.coursebackup.web;
