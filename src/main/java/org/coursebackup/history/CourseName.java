package org.coursebackup.history;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A course, with the names it had at the time. */
public record CourseName(@JsonProperty("courseId") long id, String shortname, String fullname) {}
