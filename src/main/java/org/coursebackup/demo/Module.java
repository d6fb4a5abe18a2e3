package org.coursebackup.demo;

/** An activity in a course: its course module id, its module context, its kind and the id of its own row. */
record Module(long id, long context, String kind, long instance, String name) {}
