package org.coursebackup.settings;

/** The keys for access to one database, such as {@code moodle.db.url}. */
record DatabaseKeys(Key<String> url, Key<String> user, Key<Secret> password) {
    Database database(Values values) {
        return new Database(
                values.get(url), values.get(user), values.get(password).text(), values.get(Keys.DATABASE_TIMEOUT));
    }
}
