package org.coursebackup.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The manifests in {@code packaging/kubernetes}: each name leads somewhere, and the settings are those of the program.
 */
class KubernetesManifestsTest extends SettingsSources {
    private static final Path MANIFESTS = Path.of("packaging/kubernetes");
    private static final String NAME = "moodle-course-backup";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, JsonNode> objects = new HashMap<>();
    private JsonNode pod;
    private JsonNode container;

    @BeforeEach
    void read() throws Exception {
        for (JsonNode file :
                yaml(MANIFESTS.resolve("kustomization.yaml")).get(0).get("resources")) {
            for (JsonNode object : yaml(MANIFESTS.resolve(file.asText()))) {
                String name = object.get("kind").asText() + " "
                        + object.at("/metadata/name").asText();
                assertThat(objects.put(name, object)).as(name).isNull();
            }
        }
        pod = objects.get("Deployment " + NAME).at("/spec/template");
        assertThat(pod.at("/spec/containers")).hasSize(1);
        container = pod.at("/spec/containers/0");
        environment.clear();
    }

    @Test
    void all_files_are_applied() throws Exception {
        TreeSet<String> files = new TreeSet<>(List.of("kustomization.yaml"));
        for (JsonNode file :
                yaml(MANIFESTS.resolve("kustomization.yaml")).get(0).get("resources")) {
            files.add(file.asText());
        }
        try (var there = Files.list(MANIFESTS)) {
            assertThat(there.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(files);
        }
    }

    @Test
    void settings_are_known_and_enough_once_the_secrets_are_filled_in() throws Exception {
        Settings settings = filledIn("s3cret", "$2y$05$abcdefghijklmnopqrstuuZl0Zt0r1CuMdPHo5f8Bn5Gxzn0wVdQm");

        assertThat(settings.report().obstacles()).isEmpty();
        assertThat(settings.report().host()).isEqualTo("0.0.0.0");
        assertThat(settings.report().port())
                .isEqualTo(container.at("/ports/0/containerPort").asInt());
        assertThat(settings.moodle().database().password()).isEqualTo("s3cret");
    }

    @Test
    void without_a_password_the_page_is_not_served_to_the_cluster() throws Exception {
        assertThat(filledIn("s3cret", "").report().obstacles())
                .extracting(Problem::where)
                .containsExactly("report.host");
    }

    @Test
    void folders_of_the_settings_are_mounted_and_only_what_is_written_can_be_written_to() throws Exception {
        Map<String, Boolean> writable = new HashMap<>();
        Map<String, String> volumes = new HashMap<>();
        for (JsonNode volume : pod.at("/spec/volumes")) {
            volumes.put(volume.get("name").asText(), "");
        }
        for (JsonNode mount : container.get("volumeMounts")) {
            writable.put(
                    mount.get("mountPath").asText(), !mount.path("readOnly").asBoolean());
            assertThat(volumes.remove(mount.get("name").asText()))
                    .as(mount.toString())
                    .isNotNull();
        }
        assertThat(volumes).as("volumes that nobody mounts").isEmpty();
        assertThat(writable)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "/config",
                        false,
                        "/secrets",
                        false,
                        "/moodledata",
                        false,
                        "/backups",
                        true,
                        "/state",
                        true,
                        "/tmp",
                        true));
        String settings = objects.get("ConfigMap " + NAME)
                .at("/data/application.properties")
                .asText();
        assertThat(settings)
                .contains("backup.directory=/backups\n", "moodle.dataroot=/moodledata\n", "jdbc:h2:file:/state/");
    }

    @Test
    void names_lead_to_objects_that_are_there() {
        for (JsonNode volume : pod.at("/spec/volumes")) {
            String claim = volume.at("/persistentVolumeClaim/claimName").asText();
            // Moodle's own, which the site has already
            if (!claim.isEmpty() && !claim.equals("moodledata")) {
                assertThat(objects).containsKey("PersistentVolumeClaim " + claim);
            }
            if (volume.has("configMap")) {
                assertThat(objects)
                        .containsKey("ConfigMap " + volume.at("/configMap/name").asText());
            }
            if (volume.has("secret")) {
                assertThat(objects)
                        .containsKey("Secret " + volume.at("/secret/secretName").asText());
            }
        }
        JsonNode service = objects.get("Service " + NAME).get("spec");
        assertThat(service.get("selector"))
                .isEqualTo(pod.at("/metadata/labels"))
                .isEqualTo(objects.get("Deployment " + NAME).at("/spec/selector/matchLabels"));
        assertThat(service.at("/ports/0/targetPort")).isEqualTo(container.at("/ports/0/name"));
    }

    @Test
    void probes_ask_by_the_port_that_the_page_has() {
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(container.at("/" + probe + "/httpGet/port")).as(probe).isEqualTo(container.at("/ports/0/name"));
        }
    }

    @Test
    void there_is_one_process_at_a_time_without_rights_that_may_end_its_courses() throws Exception {
        JsonNode spec = objects.get("Deployment " + NAME).get("spec");
        assertThat(spec.get("replicas").asInt()).isEqualTo(1);
        assertThat(spec.at("/strategy/type").asText()).isEqualTo("Recreate");
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                .isFalse();
        assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                .isEqualTo("ALL");
        assertThat(pod.at("/spec/securityContext/runAsNonRoot").asBoolean()).isTrue();
        String user = pod.at("/spec/securityContext/runAsUser").asText();
        assertThat(Files.readString(Path.of("pom.xml"))).contains("<user>" + user + ":" + user + "</user>");
        assertThat(Files.readString(Path.of("Dockerfile"))).contains("\nUSER " + user + ":" + user + "\n");
        assertThat(pod.at("/spec/terminationGracePeriodSeconds").asLong())
                .isGreaterThan(filledIn("", "").run().shutdownWait().toSeconds() + 10);
    }

    /** What the program makes of it in the container: files under the names that are mounted. */
    private Settings filledIn(String database, String page) throws Exception {
        JsonNode secret = objects.get("Secret " + NAME).get("stringData");
        Map<String, String> given = Map.of("moodle.db.password", database, "report.password", page);
        assertThat(secret.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(given.keySet());
        for (Map.Entry<String, String> entry : given.entrySet()) {
            Files.writeString(folder.resolve(entry.getKey()), entry.getValue());
        }
        for (JsonNode variable : container.get("env")) {
            String file = variable.get("value").asText();
            assertThat(file).startsWith("/secrets/");
            environment.put(
                    variable.get("name").asText(),
                    folder.resolve(file.substring("/secrets/".length())).toString());
        }
        file(objects.get("ConfigMap " + NAME).at("/data/application.properties").asText());
        return load();
    }

    private static List<JsonNode> yaml(Path file) throws Exception {
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(Files.readString(file))) {
            documents.add(JSON.valueToTree(document));
        }
        return documents;
    }
}
