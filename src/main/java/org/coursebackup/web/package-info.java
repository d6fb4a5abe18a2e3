/**
 * The report page and its JSON over HTTP. One {@link org.coursebackup.web.Web} takes every request of the route
 * {@code report}; who may do what is decided by {@link org.coursebackup.web.Access}.
 */
package org.coursebackup.web;
