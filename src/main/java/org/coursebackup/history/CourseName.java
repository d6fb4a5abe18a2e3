package org.coursebackup.history;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which course it is, with the names it had then. */
public record CourseName(@JsonProperty("courseId") long id, String shortname, String fullname) {}
