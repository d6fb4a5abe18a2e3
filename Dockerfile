# docker build -t moodle-course-backup .      how to run it: docs/INSTALL.md. 'mvn -Pimage package' makes the same without Docker.
FROM maven:3-eclipse-temurin-17 AS build
WORKDIR /src
COPY pom.xml application.properties LICENSE ./
COPY routes routes
COPY src src
RUN mvn -B -q -DskipTests package

FROM eclipse-temurin:17-jre
COPY --from=build /src/target/moodle-course-backup.jar /usr/share/moodle-course-backup/moodle-course-backup.jar
COPY packaging/container/root /
ENV BACKUP_DIRECTORY=/backups MOODLE_DATAROOT=/moodledata HISTORY_DB_URL="jdbc:h2:file:/state/history;AUTO_SERVER=TRUE"
RUN mkdir /state /backups && chown 33:33 /state /backups
VOLUME ["/state", "/backups"]
WORKDIR /state
USER 33:33
# process 1 of a container gets SIGTERM itself, so that courses being worked on can finish
STOPSIGNAL SIGTERM
HEALTHCHECK --start-period=60s --interval=60s CMD ["healthy"]
ENTRYPOINT ["java", "-Xmx256m", "-jar", "/usr/share/moodle-course-backup/moodle-course-backup.jar", "--config", "/config"]
CMD ["start"]
