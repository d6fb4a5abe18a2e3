package org.coursebackup.demo;

/** A question of a bank: the ids of its entry and of its newest version. */
record Question(long entry, long id, String type, String name, double mark) {}
