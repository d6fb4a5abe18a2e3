# docker build -t moodle-course-backup .
# docker run -v /etc/moodle-course-backup/live:/config:ro -v /var/backups/moodle-courses:/backups -v /var/moodledata:/moodledata:ro \
#   -v moodle-course-backup-live:/state -p 127.0.0.1:8046:8046 --user 33:33 moodle-course-backup
FROM maven:3-eclipse-temurin-17 AS build
WORKDIR /src
COPY pom.xml application.properties ./
COPY routes routes
COPY src src
RUN mvn -B -q -DskipTests package

FROM eclipse-temurin:17-jre
COPY --from=build /src/target/moodle-course-backup.jar /usr/share/moodle-course-backup/moodle-course-backup.jar
ENV BACKUP_DIRECTORY=/backups MOODLE_DATAROOT=/moodledata HISTORY_DB_URL="jdbc:h2:file:/state/history;AUTO_SERVER=TRUE"
RUN mkdir /config /backups /state && chown 33:33 /state && touch /config/application.properties
VOLUME ["/state", "/backups"]
WORKDIR /state
# process 1 of a container gets SIGTERM itself, so that courses being worked on can finish
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-Xmx256m", "-jar", "/usr/share/moodle-course-backup/moodle-course-backup.jar", "--config", "/config"]
CMD ["start"]
